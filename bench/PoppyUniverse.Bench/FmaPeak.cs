using System.Diagnostics;
using System.Runtime.Intrinsics;

namespace PoppyUniverse.Bench;

/// <summary>
/// The most fused multiply-adds that the processor does: chains in registers, on all threads. More than the eight that
/// latency asks for, fewer than the sixteen registers that there are without vectors of 512 bits.
/// </summary>
internal static class FmaPeak
{
    private const int Chains = 12;
    private const int Steps = 20_000_000;
    private const int FlopsPerLane = 2;

    /// <summary>Floating-point operations a second.</summary>
    public static double Measure(int threads)
    {
        var isWide = Vector512.IsHardwareAccelerated;
        var lanes = isWide ? Vector512<float>.Count : Vector256<float>.Count;
        var clock = Stopwatch.StartNew();
        var sums = new float[threads];
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, thread => sums[thread] = isWide ? Wide(thread) : Narrow(thread));
        GC.KeepAlive(sums);
        return (double)threads * Steps * Chains * lanes * FlopsPerLane / clock.Elapsed.TotalSeconds;
    }

    private static float Wide(int seed)
    {
        var (x, y) = (Vector512.Create(0.999f), Vector512.Create(0.001f + seed));
        var (a, b, c, d, e, f) = (x, x, x, x, x, x);
        var (g, h, i, j, k, l) = (y, y, y, y, y, y);
        for (var step = 0; step < Steps; step++)
        {
            a = Vector512.FusedMultiplyAdd(a, x, y);
            b = Vector512.FusedMultiplyAdd(b, x, y);
            c = Vector512.FusedMultiplyAdd(c, x, y);
            d = Vector512.FusedMultiplyAdd(d, x, y);
            e = Vector512.FusedMultiplyAdd(e, x, y);
            f = Vector512.FusedMultiplyAdd(f, x, y);
            g = Vector512.FusedMultiplyAdd(g, x, y);
            h = Vector512.FusedMultiplyAdd(h, x, y);
            i = Vector512.FusedMultiplyAdd(i, x, y);
            j = Vector512.FusedMultiplyAdd(j, x, y);
            k = Vector512.FusedMultiplyAdd(k, x, y);
            l = Vector512.FusedMultiplyAdd(l, x, y);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    private static float Narrow(int seed)
    {
        var (x, y) = (Vector256.Create(0.999f), Vector256.Create(0.001f + seed));
        var (a, b, c, d, e, f) = (x, x, x, x, x, x);
        var (g, h, i, j, k, l) = (y, y, y, y, y, y);
        for (var step = 0; step < Steps; step++)
        {
            a = Vector256.FusedMultiplyAdd(a, x, y);
            b = Vector256.FusedMultiplyAdd(b, x, y);
            c = Vector256.FusedMultiplyAdd(c, x, y);
            d = Vector256.FusedMultiplyAdd(d, x, y);
            e = Vector256.FusedMultiplyAdd(e, x, y);
            f = Vector256.FusedMultiplyAdd(f, x, y);
            g = Vector256.FusedMultiplyAdd(g, x, y);
            h = Vector256.FusedMultiplyAdd(h, x, y);
            i = Vector256.FusedMultiplyAdd(i, x, y);
            j = Vector256.FusedMultiplyAdd(j, x, y);
            k = Vector256.FusedMultiplyAdd(k, x, y);
            l = Vector256.FusedMultiplyAdd(l, x, y);
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }
}
