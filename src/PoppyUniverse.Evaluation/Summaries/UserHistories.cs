using PoppyUniverse.Interactions;

namespace PoppyUniverse.Evaluation.Summaries;

/// <summary>The rows of each user in order of time; rows of one moment stay in the log's order. 8 bytes a row.</summary>
internal sealed class UserHistories
{
    private readonly long[] _starts;
    private readonly long[] _rows;

    private UserHistories(long[] starts, long[] rows) => (_starts, _rows) = (starts, rows);

    /// <summary>Users of the log's map, with rows or without.</summary>
    public int UserCount => _starts.Length - 1;

    public static UserHistories Of(InteractionLog log)
    {
        var starts = new long[log.Users.Count + 1];
        foreach (var row in log.Rows())
            starts[log.UserIndices[row] + 1]++;
        for (var user = 1; user < starts.Length; user++)
            starts[user] += starts[user - 1];
        var (next, rows) = (starts[..^1], new long[log.Count]);
        foreach (var row in log.Rows())
            rows[next[log.UserIndices[row]]++] = row;
        for (var user = 0; user + 1 < starts.Length; user++)
            SortByTime(rows.AsSpan((int)starts[user]..(int)starts[user + 1]), log);
        return new(starts, rows);
    }

    /// <summary>Row numbers of a user, earliest first.</summary>
    public ReadOnlySpan<long> RowsOf(int user) => _rows.AsSpan((int)_starts[user]..(int)_starts[user + 1]);

    private static void SortByTime(Span<long> rows, InteractionLog log)
    {
        for (var i = 1; i < rows.Length; i++)
        {
            if (log.UnixMicroseconds[rows[i]] < log.UnixMicroseconds[rows[i - 1]])
            {
                rows.Sort((a, b) => log.UnixMicroseconds[a].CompareTo(log.UnixMicroseconds[b]) is var order and not 0 ? order : a.CompareTo(b));
                return;
            }
        }
    }
}
