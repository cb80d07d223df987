using System.Runtime.Intrinsics;

namespace PoppyUniverse.Simulation;

/// <summary>Words as numbers in (0, 1).</summary>
internal static class Uniform
{
    /// <summary>The middle of one of 2³² equal cells of (0, 1).</summary>
    public static double Of(uint word) => (word + 0.5) * (1.0 / (1L << 32));

    /// <summary>The same for eight words.</summary>
    public static Vector512<double> Of(Vector512<ulong> words) =>
        (Vector512.ConvertToDouble(words) + Vector512.Create(0.5)) * Vector512.Create(1.0 / (1L << 32));

    /// <summary>Eight middles of 2⁵² equal cells of (0, 1), from two words each: fine at the small end, where logarithms grow.</summary>
    public static Vector512<double> Of(Vector256<uint> low, Vector256<uint> high)
    {
        var (lowHalf, lowRest) = Vector256.Widen(low);
        var (highHalf, highRest) = Vector256.Widen(high);
        var words = Vector512.ShiftLeft(Vector512.Create(highHalf, highRest), 32) | Vector512.Create(lowHalf, lowRest);
        return (Vector512.ConvertToDouble(Vector512.ShiftRightLogical(words, 12)) + Vector512.Create(0.5)) * Vector512.Create(1.0 / (1UL << 52));
    }
}
