using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PoppyUniverse.Simulation;

/// <summary>
/// Sums of a vector's lanes up to each lane, in four steps: each adds the sums that end 1, 2, 4 and 8 lanes below
/// (Hillis and Steele, "Data Parallel Algorithms", 1986). The order of additions is the same with and without hardware.
/// </summary>
internal static class RunningSum
{
    private const int Lanes = 16;

    /// <summary>The running sums.</summary>
    public static Vector512<float> Of(Vector512<float> terms)
    {
        var sums = terms;
        if (Avx512F.IsSupported)
        {
            sums += Avx512F.AlignRight32(sums.AsInt32(), Vector512<int>.Zero, Lanes - 1).AsSingle();
            sums += Avx512F.AlignRight32(sums.AsInt32(), Vector512<int>.Zero, Lanes - 2).AsSingle();
            sums += Avx512F.AlignRight32(sums.AsInt32(), Vector512<int>.Zero, Lanes - 4).AsSingle();
            return sums + Avx512F.AlignRight32(sums.AsInt32(), Vector512<int>.Zero, Lanes - 8).AsSingle();
        }

        Span<float> shifted = stackalloc float[2 * Lanes];
        shifted[..Lanes].Clear();
        for (var step = 1; step < Lanes; step *= 2)
        {
            sums.CopyTo(shifted[Lanes..]);
            sums += Vector512.Create<float>(shifted[(Lanes - step)..]);
        }

        return sums;
    }
}
