namespace PoppyUniverse.Evaluation.Learnability;

/// <summary>Rows put together by a key: group g holds <c>Rows[Starts[g]..Starts[g + 1]]</c>, ascending.</summary>
internal sealed class Grouping
{
    private Grouping(int[] rows, int[] starts) => (Rows, Starts) = (rows, starts);

    public int[] Rows { get; }

    public int[] Starts { get; }

    public int Count => Starts.Length - 1;

    /// <summary>Σ (n − 1) over the groups that have rows: how many rows meet another one of their group, less one a group.</summary>
    public int Freedom
    {
        get
        {
            var freedom = 0;
            for (var group = 0; group < Count; group++)
                freedom += Math.Max(0, Starts[group + 1] - Starts[group] - 1);
            return freedom;
        }
    }

    /// <summary>Groups of at least one row.</summary>
    public int UsedCount => Rows.Length - Freedom;

    /// <summary>Groups by keys 0 to <paramref name="count"/> − 1.</summary>
    public static Grouping Of(int[] keys, int count)
    {
        var starts = new int[count + 1];
        foreach (var key in keys)
            starts[key + 1]++;
        for (var group = 1; group <= count; group++)
            starts[group] += starts[group - 1];
        var (next, rows) = (starts[..^1], new int[keys.Length]);
        for (var row = 0; row < keys.Length; row++)
            rows[next[keys[row]]++] = row;
        return new(rows, starts);
    }

    /// <summary>All rows in one group.</summary>
    public static Grouping One(int rows) => new([.. Enumerable.Range(0, rows)], [0, rows]);

    /// <summary>The rows of a group.</summary>
    public ReadOnlySpan<int> RowsOf(int group) => Rows.AsSpan(Starts[group]..Starts[group + 1]);
}
