namespace PoppyUniverse.Evaluation.Learnability;

/// <summary>
/// How alike rows of one group are: the covariance of two different rows of a group, Σ_g (S_g² − Q_g) / n_g over
/// Σ_g (n_g − 1), where S and Q are the sum and the sum of squares of a group of n rows. That is the variance component of
/// the one-way random-effects model without the rows' own squares, so groups of other spread do not look like an effect.
/// One number for each way of grouping.
/// </summary>
internal sealed class SharedVariance(IReadOnlyList<Grouping> groupings) : IRowStatistics<double>
{
    private readonly int[] _freedoms = [.. groupings.Select(grouping => Math.Max(1, grouping.Freedom))];

    /// <inheritdoc/>
    public void Compute(ReadOnlySpan<double> cells, Span<double> results)
    {
        for (var way = 0; way < groupings.Count; way++)
        {
            var (grouping, products) = (groupings[way], 0.0);
            for (var group = 0; group < grouping.Count; group++)
                products += Products(cells, grouping.RowsOf(group));
            results[way] = products / _freedoms[way];
        }
    }

    private static double Products(ReadOnlySpan<double> cells, ReadOnlySpan<int> rows)
    {
        if (rows.Length < 2)
            return 0;
        var (sum, squares) = (0.0, 0.0);
        foreach (var row in rows)
        {
            sum += cells[row];
            squares += cells[row] * cells[row];
        }

        return ((sum * sum) - squares) / rows.Length;
    }
}
