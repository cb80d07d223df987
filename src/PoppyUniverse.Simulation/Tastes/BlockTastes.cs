using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Simulation;

/// <summary>
/// The affinity of a block's users: a(u, v, hour, weekend) = w · x with w ~ N(0, I) drawn for each user and the unit
/// vector x = (√user, √linear · q, √hourly · (cos θ · g + sin θ · h), √weekend · e). θ is the angle between the hour and
/// the value's own hour. Sums are single precision, fused, in order of factors, so one value at a time or sixteen give
/// the same bits.
/// </summary>
internal sealed class BlockTastes
{
    // Inner products are kept for all of a block's users while they fit the cache, else made when asked for.
    private const long MostKept = 1 << 21;
    private const int Scalars = 3; // √user · level, √weekend · weekday, √weekend · weekend

    private readonly ValueTraits _traits;
    private readonly int _factors;
    private readonly int _slots;
    private readonly int _width;
    private readonly float[] _users; // (U × (3 + 2F)): scalars, linear factors, hourly factors
    private readonly float[]? _kept; // (U × slots / 16 × 3 × 16): w·q, w·g, w·h

    public BlockTastes(ValueTraits traits, (int First, int Count) users, RandomStream random)
    {
        (_traits, _slots, _factors) = (traits, traits.Slots.Count, traits.Parts.Factors);
        _width = Scalars + (2 * _factors);
        _users = UserNormals.Draw(users, _width, random);
        var parts = traits.Parts;
        ReadOnlySpan<float> roots = [(float)Math.Sqrt(parts.User), (float)Math.Sqrt(parts.Weekend), (float)Math.Sqrt(parts.Weekend)];
        for (var u = 0; u < users.Count; u++)
        {
            for (var s = 0; s < Scalars; s++)
                _users[(u * _width) + s] *= roots[s];
        }

        if ((long)users.Count * ValueTraits.VectorCount * _slots > MostKept)
            return;
        _kept = ArrayPool<float>.Shared.Rent(users.Count * ValueTraits.VectorCount * _slots);
        for (var u = 0; u < users.Count; u++)
        {
            for (var slot = 0; slot < _slots; slot += ValueSlots.Width)
            {
                var (linear, cos, sin) = Multiply(u, slot);
                ref var place = ref Kept(u, slot);
                linear.StoreUnsafe(ref place);
                cos.StoreUnsafe(ref place, ValueSlots.Width);
                sin.StoreUnsafe(ref place, 2 * ValueSlots.Width);
            }
        }
    }

    /// <summary>The affinity of a user (of the block) for a value at an hour.</summary>
    public float Of(int user, int value, int hour, bool weekend)
    {
        var scalars = user * _width;
        return _users[scalars] + _users[scalars + (weekend ? 2 : 1)] + ByValue(user, _traits.Slots[value], hour);
    }

    /// <summary>The part of the affinity that depends on the value.</summary>
    public float ByValue(int user, int slot, int hour)
    {
        float linear, cos, sin;
        if (_kept is null)
        {
            (linear, cos, sin) = (Multiply(user, slot, 0), Multiply(user, slot, 1), Multiply(user, slot, 2));
        }
        else
        {
            ref var place = ref Kept(user, slot & ~(ValueSlots.Width - 1));
            var lane = slot & (ValueSlots.Width - 1);
            (linear, cos, sin) = (Unsafe.Add(ref place, lane), Unsafe.Add(ref place, ValueSlots.Width + lane), Unsafe.Add(ref place, (2 * ValueSlots.Width) + lane));
        }

        return MathF.FusedMultiplyAdd(_traits.Sin(hour)[slot], sin, MathF.FusedMultiplyAdd(_traits.Cos(hour)[slot], cos, linear));
    }

    /// <summary>The same for 16 slots from a multiple of 16 on.</summary>
    public Vector512<float> ByValues(int user, int slot, int hour)
    {
        Vector512<float> linear, cos, sin;
        if (_kept is null)
        {
            (linear, cos, sin) = Multiply(user, slot);
        }
        else
        {
            ref var place = ref Kept(user, slot);
            (linear, cos, sin) = (Vector512.LoadUnsafe(ref place), Vector512.LoadUnsafe(ref place, ValueSlots.Width), Vector512.LoadUnsafe(ref place, 2 * ValueSlots.Width));
        }

        linear = Vector512.FusedMultiplyAdd(_traits.LoadCos(hour, slot), cos, linear);
        return Vector512.FusedMultiplyAdd(_traits.LoadSin(hour, slot), sin, linear);
    }

    /// <summary>No value's part is larger for this user: √linear · |w linear| + √hourly · |w hourly| (Cauchy–Schwarz).</summary>
    public float Bound(int user)
    {
        var w = _users.AsSpan((user * _width) + Scalars, 2 * _factors);
        return (float)((Math.Sqrt(_traits.Parts.Linear) * Length(w[.._factors])) + (Math.Sqrt(_traits.Parts.Hourly) * Length(w[_factors..])));
    }

    /// <summary>Gives the memory back; the tastes are of no use afterwards.</summary>
    public void Release()
    {
        if (_kept is not null)
            ArrayPool<float>.Shared.Return(_kept);
    }

    // The kept products of a user from a slot on, a multiple of 16: 16 of each kind.
    private ref float Kept(int user, int slot) =>
        ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_kept!), (((user * _slots) + slot) * ValueTraits.VectorCount));

    private static double Length(ReadOnlySpan<float> vector)
    {
        var sum = 0.0;
        foreach (var coordinate in vector)
            sum += (double)coordinate * coordinate;
        return Math.Sqrt(sum);
    }

    // Where a user's coordinates for one of the three vectors start: the hourly ones serve both g and h.
    private int Weights(int user, int vector) => (user * _width) + Scalars + (vector == 0 ? 0 : _factors);

    private float Multiply(int user, int slot, int vector)
    {
        var weights = _users.AsSpan(Weights(user, vector), _factors);
        var sum = 0f;
        for (var f = 0; f < weights.Length; f++)
            sum = MathF.FusedMultiplyAdd(weights[f], _traits.Coordinates(vector, f)[slot], sum);
        return sum;
    }

    private (Vector512<float> Linear, Vector512<float> Cos, Vector512<float> Sin) Multiply(int user, int slot)
    {
        var (linear, cos, sin) = (Vector512<float>.Zero, Vector512<float>.Zero, Vector512<float>.Zero);
        ref var users = ref MemoryMarshal.GetArrayDataReference(_users);
        var (first, second) = (Weights(user, 0), Weights(user, 1));
        for (var f = 0; f < _factors; f++)
        {
            var (ofLinear, ofHourly) = (Vector512.Create(Unsafe.Add(ref users, first + f)), Vector512.Create(Unsafe.Add(ref users, second + f)));
            linear = Vector512.FusedMultiplyAdd(ofLinear, _traits.Load(0, f, slot), linear);
            cos = Vector512.FusedMultiplyAdd(ofHourly, _traits.Load(1, f, slot), cos);
            sin = Vector512.FusedMultiplyAdd(ofHourly, _traits.Load(2, f, slot), sin);
        }

        return (linear, cos, sin);
    }
}
