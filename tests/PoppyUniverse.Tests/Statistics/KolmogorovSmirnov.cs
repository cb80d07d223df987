namespace PoppyUniverse.Tests.Statistics;

/// <summary>Kolmogorov–Smirnov tests; they return asymptotic p-values.</summary>
internal static class KolmogorovSmirnov
{
    /// <summary>A sample against the uniform law on (0, 1).</summary>
    public static double AgainstUniform(double[] sample)
    {
        var sorted = sample.Order().ToArray();
        var gap = 0.0;
        for (var i = 0; i < sorted.Length; i++)
            gap = Math.Max(gap, Math.Max(((i + 1.0) / sorted.Length) - sorted[i], sorted[i] - ((double)i / sorted.Length)));
        return Tail(gap * Math.Sqrt(sorted.Length));
    }

    /// <summary>Whether two samples come from one law.</summary>
    public static double TwoSamples(double[] first, double[] second)
    {
        var (a, b) = (first.Order().ToArray(), second.Order().ToArray());
        var (i, j, gap) = (0, 0, 0.0);
        while (i < a.Length && j < b.Length)
        {
            var x = Math.Min(a[i], b[j]);
            while (i < a.Length && a[i] <= x)
                i++;
            while (j < b.Length && b[j] <= x)
                j++;
            gap = Math.Max(gap, Math.Abs(((double)i / a.Length) - ((double)j / b.Length)));
        }

        return Tail(gap * Math.Sqrt((double)a.Length * b.Length / (a.Length + b.Length)));
    }

    /// <summary>P(K &gt; statistic) of the Kolmogorov law.</summary>
    public static double Tail(double statistic)
    {
        if (statistic < 0.2)
            return 1;
        var sum = 0.0;
        for (var k = 1; k <= 100; k++)
            sum += (k % 2 == 1 ? 2 : -2) * Math.Exp(-2 * k * k * statistic * statistic);
        return Math.Clamp(sum, 0, 1);
    }
}
