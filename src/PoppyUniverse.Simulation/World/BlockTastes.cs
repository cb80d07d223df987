using PoppyUniverse.Interactions;

namespace PoppyUniverse.Simulation;

/// <summary>
/// The affinity of a block's users: a(u, v, hour, weekend) = w · x with w ~ N(0, I) drawn for each user and the unit
/// vector x = (√user, √linear · q, √hourly · (cos θ · g + sin θ · h), √weekend · e). θ is the angle between the hour and
/// the value's own hour.
/// </summary>
internal sealed class BlockTastes
{
    // Inner products are kept when they are few enough to stay in cache, else made when asked for.
    private const long MostKept = 1 << 18;

    private readonly ValueTraits _traits;
    private readonly int _factors;
    private readonly int _width;
    private readonly int _valueCount;
    private readonly double[] _users; // (U × (3 + 2F)): level, weekday, weekend, linear factors, hourly factors
    private readonly (double Linear, double Cos, double Sin)[]? _kept;
    private readonly (double User, double Linear, double Hourly, double Weekend) _roots;

    public BlockTastes(ValueTraits traits, int valueCount, (int First, int Count) users, RandomStream random)
    {
        (_traits, _valueCount, _factors) = (traits, valueCount, traits.Parts.Factors);
        _width = 3 + (2 * _factors);
        var parts = traits.Parts;
        _roots = (Math.Sqrt(parts.User), Math.Sqrt(parts.Linear), Math.Sqrt(parts.Hourly), Math.Sqrt(parts.Weekend));
        _users = new double[users.Count * _width];
        for (var u = 0; u < users.Count; u++)
        {
            var draws = random.Split(users.First + u).Sequence();
            foreach (ref var coordinate in _users.AsSpan(u * _width, _width))
                coordinate = PortableMath.NormalQuantile(draws.NextDouble());
        }

        if ((long)users.Count * valueCount <= MostKept)
        {
            _kept = new (double, double, double)[users.Count * valueCount];
            for (var i = 0; i < _kept.Length; i++)
                _kept[i] = Products(i / valueCount, i % valueCount);
        }
    }

    /// <summary>The affinity of a user (of the block) for a value at an hour.</summary>
    public double Of(int user, int value, int hour, bool weekend)
    {
        var (linear, cos, sin) = _kept is null ? Products(user, value) : _kept[(user * _valueCount) + value];
        var angle = _traits.Angle(value, hour);
        var row = user * _width;
        return (_roots.User * _users[row])
            + (_roots.Linear * linear)
            + (_roots.Hourly * ((angle.Cos * cos) + (angle.Sin * sin)))
            + (_roots.Weekend * _users[row + (weekend ? 2 : 1)]);
    }

    /// <summary>The largest affinity a user can have for any value: the length of w (Cauchy–Schwarz).</summary>
    public double Bound(int user)
    {
        var w = _users.AsSpan(user * _width, _width);
        return Math.Sqrt(ValueTraits.Dot(w, w));
    }

    private (double Linear, double Cos, double Sin) Products(int user, int value)
    {
        var linear = _users.AsSpan((user * _width) + 3, _factors);
        var hourly = _users.AsSpan((user * _width) + 3 + _factors, _factors);
        return (
            ValueTraits.Dot(linear, _traits.Vector(value, 0)),
            ValueTraits.Dot(hourly, _traits.Vector(value, 1)),
            ValueTraits.Dot(hourly, _traits.Vector(value, 2)));
    }
}
