using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Simulation;

/// <summary>
/// What values are like, for one affinity: for each value a unit vector q of the linear part, two orthonormal vectors g
/// and h of the hourly part, and the hour at which it is itself. Drawn once a world, the same for all users. Kept in
/// columns over slots, with the roots of the parts' shares multiplied in.
/// </summary>
internal sealed class ValueTraits
{
    /// <summary>Vectors of a value: q, g, h.</summary>
    public const int VectorCount = 3;

    private readonly float[] _vectors; // (3 × F × slots)
    private readonly float[] _cos; // (24 × slots)
    private readonly float[] _sin;
    private readonly int _factors;
    private readonly int _slots;

    public ValueTraits(AffinityOptions parts, Catalog catalog, ValueSlots slots, RandomStream random)
    {
        (Parts, Slots) = (parts, slots);
        (_factors, _slots) = (parts.Factors, slots.Count);
        _vectors = new float[VectorCount * parts.Factors * slots.Count];
        (_cos, _sin) = (new float[TimeSlot.Hours * slots.Count], new float[TimeSlot.Hours * slots.Count]);
        var (q, g, h) = (new double[parts.Factors], new double[parts.Factors], new double[parts.Factors]);
        for (var v = 0; v < catalog.ValueCount; v++)
        {
            var draws = random.Split(v).Sequence();
            SetPhase(slots[v], (int)draws.NextBelow(TimeSlot.Hours));
            Direction(q, draws);
            Direction(g, draws);
            OrthogonalDirection(h, g, draws);
            Store(slots[v], 0, q, Math.Sqrt(parts.Linear));
            Store(slots[v], 1, g, Math.Sqrt(parts.Hourly));
            Store(slots[v], 2, h, Math.Sqrt(parts.Hourly));
        }
    }

    /// <summary>Shares of the parts, and the number of factors F.</summary>
    public AffinityOptions Parts { get; }

    /// <summary>Where values stand.</summary>
    public ValueSlots Slots { get; }

    /// <summary>Coordinate <paramref name="factor"/> of vector 0: √linear · q, 1: √hourly · g, 2: √hourly · h, over slots.</summary>
    public ReadOnlySpan<float> Coordinates(int vector, int factor) =>
        _vectors.AsSpan(((vector * Parts.Factors) + factor) * Slots.Count, Slots.Count);

    /// <summary>Sixteen of them.</summary>
    public Vector512<float> Load(int vector, int factor, int slot) =>
        Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(_vectors), (nuint)((((vector * _factors) + factor) * _slots) + slot));

    /// <summary>Sixteen cosines.</summary>
    public Vector512<float> LoadCos(int hour, int slot) =>
        Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(_cos), (nuint)((hour * _slots) + slot));

    /// <summary>Sixteen sines.</summary>
    public Vector512<float> LoadSin(int hour, int slot) =>
        Vector512.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(_sin), (nuint)((hour * _slots) + slot));

    /// <summary>Cosine of the angle between an hour and the value's own hour, over slots.</summary>
    public ReadOnlySpan<float> Cos(int hour) => _cos.AsSpan(hour * Slots.Count, Slots.Count);

    /// <summary>Sine of that angle.</summary>
    public ReadOnlySpan<float> Sin(int hour) => _sin.AsSpan(hour * Slots.Count, Slots.Count);

    private void SetPhase(int slot, int phase)
    {
        for (var hour = 0; hour < TimeSlot.Hours; hour++)
        {
            var (sin, cos) = PortableMath.SinCosTurns((double)(hour - phase) / TimeSlot.Hours);
            _cos[(hour * Slots.Count) + slot] = (float)cos;
            _sin[(hour * Slots.Count) + slot] = (float)sin;
        }
    }

    private void Store(int slot, int vector, double[] coordinates, double scale)
    {
        for (var f = 0; f < coordinates.Length; f++)
            _vectors[(((vector * coordinates.Length) + f) * Slots.Count) + slot] = (float)(scale * coordinates[f]);
    }

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

    // summed from the first coordinate
    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
