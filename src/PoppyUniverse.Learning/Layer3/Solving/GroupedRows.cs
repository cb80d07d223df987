namespace PoppyUniverse.Learning.Layer3;

/// <summary>
/// Numbers of rows in order of the group (user or value) they belong to, rows of one group in order of the log, and the
/// groups' pieces: a group with many rows is summed in pieces of a fixed size, so that its work can be shared.
/// </summary>
internal sealed class GroupedRows
{
    /// <summary>The most rows of a piece.</summary>
    public const int PieceRows = 16_384;

    /// <summary>Sorts rows by group.</summary>
    /// <param name="groupOfRow">Group of each row.</param>
    /// <param name="groups">Number of groups.</param>
    public GroupedRows(ReadOnlySpan<int> groupOfRow, int groups)
    {
        (Starts, Order) = (new int[groups + 1], new int[groupOfRow.Length]);
        foreach (var group in groupOfRow)
            Starts[group + 1]++;
        for (var group = 0; group < groups; group++)
            Starts[group + 1] += Starts[group];
        int[] next = [.. Starts];
        for (var row = 0; row < groupOfRow.Length; row++)
            Order[next[groupOfRow[row]]++] = row;
        Large = [.. Enumerable.Range(0, groups).Where(group => Count(group) > PieceRows)];
    }

    /// <summary>(groups + 1), where each group's rows begin in <see cref="Order"/>.</summary>
    public int[] Starts { get; }

    /// <summary>Row numbers in order of their groups.</summary>
    public int[] Order { get; }

    /// <summary>Groups of more than one piece.</summary>
    public int[] Large { get; }

    /// <summary>Number of groups.</summary>
    public int Groups => Starts.Length - 1;

    /// <summary>Rows of a group.</summary>
    public int Count(int group) => Starts[group + 1] - Starts[group];

    /// <summary>The row at a place of <see cref="Order"/> belongs to its group's rows; this is a group's whole range of places.</summary>
    public (int First, int End) Places(int group) => (Starts[group], Starts[group + 1]);
}
