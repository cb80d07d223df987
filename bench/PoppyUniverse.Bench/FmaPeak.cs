using System.Diagnostics;
using System.Runtime.Intrinsics;

namespace PoppyUniverse.Bench;

/// <summary>The most fused multiply-adds that the processor does: sixteen chains in registers, on all threads.</summary>
internal static class FmaPeak
{
    private const int Chains = 16;
    private const int Steps = 20_000_000;
    private const int FlopsPerLane = 2;

    /// <summary>Floating-point operations a second.</summary>
    public static double Measure(int threads)
    {
        var clock = Stopwatch.StartNew();
        var sums = new float[threads];
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, thread => sums[thread] = Run(thread));
        GC.KeepAlive(sums);
        return (double)threads * Steps * Chains * Vector512<float>.Count * FlopsPerLane / clock.Elapsed.TotalSeconds;
    }

    private static float Run(int seed)
    {
        var (x, y) = (Vector512.Create(0.999f), Vector512.Create(0.001f + seed));
        var (a, b, c, d, e, f, g, h) = (x, x, x, x, x, x, x, x);
        var (i, j, k, l, m, n, o, p) = (y, y, y, y, y, y, y, y);
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
            m = Vector512.FusedMultiplyAdd(m, x, y);
            n = Vector512.FusedMultiplyAdd(n, x, y);
            o = Vector512.FusedMultiplyAdd(o, x, y);
            p = Vector512.FusedMultiplyAdd(p, x, y);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p);
    }
}
