namespace PoppyUniverse.Learning;

/// <summary>
/// How far the effects of groups are drawn toward zero: by κ imagined rows, κ = σ² / τ², the variance inside groups over that
/// between them, estimated from the rows (empirical Bayes; moments of the one-way random-effects model with unequal groups,
/// Searle, Casella and McCulloch, "Variance Components", 1992). Where groups do not differ, κ is infinite and effects are zero.
/// </summary>
internal static class Shrinkage
{
    /// <summary>κ from sum and number of the rows of each group, and the sum of the squares of all.</summary>
    public static double Of(double[] sums, double[] counts, double squares)
    {
        var (groups, rows) = (counts.Count(count => count > 0), counts.Sum());
        if (groups < 2 || rows <= groups)
            return double.PositiveInfinity;
        var (between, mean) = (0.0, sums.Sum() / rows);
        for (var group = 0; group < counts.Length; group++)
            between += counts[group] == 0 ? 0 : counts[group] * Square((sums[group] / counts[group]) - mean);
        return Of((groups, rows, counts.Sum(Square)), between, squares - (rows * Square(mean)));
    }

    /// <summary>κ from the moments of groups, and the sum of the squares of all rows.</summary>
    public static double Of(GroupMoments groups, double squares)
    {
        if (groups.Groups < 2 || groups.Rows <= groups.Groups)
            return double.PositiveInfinity;
        var ofMean = groups.Sum / groups.Rows * groups.Sum;
        return Of((groups.Groups, groups.Rows, groups.SquaredCounts), groups.SquaredSums - ofMean, squares - ofMean);
    }

    // From the sum of squares between groups, and that of all rows, both around the mean.
    private static double Of((double Groups, double Rows, double SquaredCounts) of, double between, double all)
    {
        var within = (all - between) / (of.Rows - of.Groups);
        var typicalCount = (of.Rows - (of.SquaredCounts / of.Rows)) / (of.Groups - 1);
        var variance = ((between / (of.Groups - 1)) - within) / typicalCount;
        return variance > 0 ? within / variance : double.PositiveInfinity;
    }

    private static double Square(double x) => x * x;
}
