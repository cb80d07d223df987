namespace PoppyUniverse.Tests.Statistics;

/// <summary>Chi-square tests; they return p-values.</summary>
internal static class ChiSquare
{
    /// <summary>Observed counts against a law; cells with less than five expected are put together.</summary>
    public static double AgainstLaw(IReadOnlyList<long> counts, IEnumerable<double> law)
    {
        double total = counts.Sum();
        var expected = law.Select(p => p * total).ToArray();
        double statistic = 0, restObserved = 0, restExpected = 0;
        var cells = 0;
        for (var i = 0; i < expected.Length; i++)
        {
            if (expected[i] < 5)
            {
                restObserved += counts[i];
                restExpected += expected[i];
                continue;
            }

            statistic += (counts[i] - expected[i]) * (counts[i] - expected[i]) / expected[i];
            cells++;
        }

        if (restExpected >= 1)
        {
            statistic += (restObserved - restExpected) * (restObserved - restExpected) / restExpected;
            cells++;
        }

        return cells < 2 ? 1 : UpperTail(statistic, cells - 1);
    }

    /// <summary>Whether two samples of counts come from one law.</summary>
    public static double TwoSamples(IReadOnlyList<long> first, IReadOnlyList<long> second)
    {
        double n = first.Sum(), m = second.Sum(), statistic = 0;
        var cells = 0;
        for (var i = 0; i < first.Count; i++)
        {
            double both = first[i] + second[i];
            if (both < 10)
                continue;
            var (a, b) = (both * n / (n + m), both * m / (n + m));
            statistic += ((first[i] - a) * (first[i] - a) / a) + ((second[i] - b) * (second[i] - b) / b);
            cells++;
        }

        return cells < 2 ? 1 : UpperTail(statistic, cells - 1);
    }

    /// <summary>The same within groups of neighboring cells, whatever the totals of the groups are.</summary>
    public static double TwoSamples(IReadOnlyList<long> first, IReadOnlyList<long> second, int[] groups)
    {
        double statistic = 0;
        var (start, degrees) = (0, 0);
        foreach (var size in groups)
        {
            var (mine, theirs) = (first.Skip(start).Take(size).ToArray(), second.Skip(start).Take(size).ToArray());
            double n = mine.Sum(), m = theirs.Sum();
            for (var i = 0; i < size; i++)
            {
                double both = mine[i] + theirs[i];
                var (a, b) = (both * n / (n + m), both * m / (n + m));
                statistic += ((mine[i] - a) * (mine[i] - a) / a) + ((theirs[i] - b) * (theirs[i] - b) / b);
            }

            (start, degrees) = (start + size, degrees + size - 1);
        }

        return UpperTail(statistic, degrees);
    }

    /// <summary>P(χ² with that many degrees of freedom &gt; statistic): the regularized upper incomplete gamma function.</summary>
    public static double UpperTail(double statistic, int degrees)
    {
        var (a, x) = (degrees / 2.0, statistic / 2);
        if (x <= 0)
            return 1;
        if (x < a + 1)
        {
            double term = 1 / a, sum = term;
            for (var n = 1; n < 10_000 && term > sum * 1e-16; n++)
                sum += term *= x / (a + n);
            return 1 - (sum * Math.Exp((a * Math.Log(x)) - x - LogGamma(a)));
        }

        // continued fraction, evaluated backwards
        var fraction = 0.0;
        for (var n = 2_000; n > 0; n--)
            fraction = n * (a - n) / (x - a + (2 * n) + 1 + fraction);
        return Math.Exp((a * Math.Log(x)) - x - LogGamma(a)) / (x - a + 1 + fraction);
    }

    // Stirling's series, after moving the argument above 10.
    private static double LogGamma(double x)
    {
        var shift = 0.0;
        for (; x < 10; x++)
            shift -= Math.Log(x);
        return shift + ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + (1 / (12 * x)) - (1 / (360 * x * x * x));
    }
}
