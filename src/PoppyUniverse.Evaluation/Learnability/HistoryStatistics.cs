namespace PoppyUniverse.Evaluation.Learnability;

/// <summary>The share of rows with the value of the same user's row before, then other statistics.</summary>
/// <param name="users">User of each row; a user's rows stand together in order of time.</param>
/// <param name="others">The others.</param>
internal sealed class HistoryStatistics(int[] users, IRowStatistics<int> others) : IRowStatistics<int>
{
    /// <inheritdoc/>
    public void Compute(ReadOnlySpan<int> cells, Span<double> results)
    {
        var (same, all) = (0, 0);
        for (var row = 1; row < cells.Length; row++)
        {
            if (users[row] != users[row - 1])
                continue;
            all++;
            same += cells[row] == cells[row - 1] ? 1 : 0;
        }

        results[0] = all == 0 ? 0 : same / (double)all;
        others.Compute(cells, results[1..]);
    }
}
