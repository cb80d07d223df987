using PoppyUniverse.Interactions;

namespace PoppyUniverse.Simulation;

/// <summary>
/// Exact draws from the binomial law by inversion from the mode: the probability of the mode in closed form, then
/// outwards by the ratio of neighbors until the uniform draw is used up. About √(n p (1 − p)) steps, portable bits.
/// </summary>
internal static class BinomialSampler
{
    /// <summary>Successes among <paramref name="n"/> trials of probability <paramref name="p"/>, from one uniform draw.</summary>
    public static long Draw(long n, double p, double uniform)
    {
        if (n == 0 || p <= 0)
            return 0;
        if (p >= 1)
            return n;
        var odds = p / (1 - p);
        var mode = Math.Min(n, (long)((n + 1) * p));
        double up = Probability(n, p, mode), down = up;
        long high = mode, low = mode;
        uniform -= up;
        while (uniform > 0 && (low > 0 || high < n))
        {
            if (high < n)
            {
                up *= (n - high) / (double)(high + 1) * odds;
                high++;
                uniform -= up;
                if (uniform <= 0)
                    return high;
            }

            if (low > 0)
            {
                down *= low / ((n - low + 1) * odds);
                low--;
                uniform -= down;
                if (uniform <= 0)
                    return low;
            }

            // both tails are below the resolution of a double: what is left of the draw is rounding
            if (up + down < 1e-300)
                return mode;
        }

        return mode;
    }

    private static double Probability(long n, double p, long k) =>
        PortableMath.Exp(
            LogFactorial(n) - LogFactorial(k) - LogFactorial(n - k)
            + (k * PortableMath.Log(p)) + ((n - k) * PortableMath.Log(1 - p)));

    /// <summary>ln n!: the sum for small n, else Stirling's series to n⁻⁵ (error below 1e-12).</summary>
    private static double LogFactorial(long n)
    {
        if (n < 32)
        {
            var product = 1.0;
            for (var i = 2; i <= n; i++)
                product *= i;
            return PortableMath.Log(product);
        }

        double x = n;
        const double HalfLog2Pi = 0.9189385332046728;
        return ((x + 0.5) * PortableMath.Log(x)) - x + HalfLog2Pi
            + (1 / (12 * x)) - (1 / (360 * x * x * x)) + (1 / (1260 * x * x * x * x * x));
    }
}
