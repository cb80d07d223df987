using System.Runtime.Intrinsics;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Simulation;

/// <summary>The normal quantile of many numbers, in place.</summary>
internal static class Quantiles
{
    /// <summary>p → Φ⁻¹(p), for p from single words (<see cref="Uniform"/>).</summary>
    public static void Normal(Span<double> numbers)
    {
        var i = 0;
        for (; i <= numbers.Length - Vector512<double>.Count; i += Vector512<double>.Count)
            PortableMath.NormalQuantile(Vector512.Create<double>(numbers[i..])).CopyTo(numbers[i..]);
        for (; i < numbers.Length; i++)
            numbers[i] = PortableMath.NormalQuantile(numbers[i]);
    }
}
