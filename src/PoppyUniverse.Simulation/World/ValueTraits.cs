using PoppyUniverse.Interactions;

namespace PoppyUniverse.Simulation;

/// <summary>
/// What values are like, for one affinity: for each value a unit vector q of the linear part, two orthonormal vectors g
/// and h of the hourly part, and the hour at which it is itself. Drawn once a world, the same for all users.
/// </summary>
internal sealed class ValueTraits
{
    private readonly double[] _vectors; // (V × 3 × F): q, g, h
    private readonly int[] _phases;
    private readonly (double Cos, double Sin)[] _hourAngles = new (double, double)[TimeSlot.Hours];

    public ValueTraits(AffinityOptions parts, int valueCount, RandomStream random)
    {
        Parts = parts;
        _vectors = new double[valueCount * 3 * parts.Factors];
        _phases = new int[valueCount];
        for (var v = 0; v < valueCount; v++)
        {
            var draws = random.Split(v).Sequence();
            _phases[v] = (int)draws.NextBelow(TimeSlot.Hours);
            Direction(q: Vector(v, 0), draws);
            Direction(q: Vector(v, 1), draws);
            OrthogonalDirection(Vector(v, 2), Vector(v, 1), draws);
        }

        for (var hour = 0; hour < TimeSlot.Hours; hour++)
        {
            var (sin, cos) = PortableMath.SinCosTurns((double)hour / TimeSlot.Hours);
            _hourAngles[hour] = (cos, sin);
        }
    }

    /// <summary>Shares of the parts, and the number of factors F.</summary>
    public AffinityOptions Parts { get; }

    /// <summary>Part 0: q, 1: g, 2: h; (F).</summary>
    public Span<double> Vector(int value, int part) =>
        _vectors.AsSpan(((value * 3) + part) * Parts.Factors, Parts.Factors);

    /// <summary>Cosine and sine of the angle between an hour and the value's own hour.</summary>
    public (double Cos, double Sin) Angle(int value, int hour) =>
        _hourAngles[(hour - _phases[value] + TimeSlot.Hours) % TimeSlot.Hours];

    private static void Direction(Span<double> q, RandomSequence draws)
    {
        foreach (ref var coordinate in q)
            coordinate = PortableMath.NormalQuantile(draws.NextDouble());
        Scale(q, 1 / Math.Sqrt(Dot(q, q)));
    }

    private static void OrthogonalDirection(Span<double> h, ReadOnlySpan<double> g, RandomSequence draws)
    {
        Direction(h, draws);
        var along = Dot(h, g);
        for (var i = 0; i < h.Length; i++)
            h[i] -= along * g[i];
        Scale(h, 1 / Math.Sqrt(Dot(h, h)));
    }

    private static void Scale(Span<double> vector, double factor)
    {
        foreach (ref var coordinate in vector)
            coordinate *= factor;
    }

    /// <summary>Inner product, summed from the first coordinate.</summary>
    internal static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
