using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>What is done with the outputs of some rows.</summary>
internal delegate void RatingTileTaker(RatingTile tile, Predictions predictions);

/// <summary>
/// Outputs of rows to be rated, tile by tile: users who ask for the same values by <see cref="UserTiles"/>, any other rows
/// by <see cref="ScoringTiles"/>. Either way the same bits.
/// </summary>
internal sealed unsafe class RatingTiles(FinishedNetwork network, RatingTileTaker take)
{
    private const int Group = MatrixProduct.ColumnGroup;

    private readonly ScoringTiles _rows = new(network);
    private readonly UserTiles? _users = UserTiles.Fits(network.Shape) ? new(network.Shape, network.Weights) : null;

    // outputs of sixteen rows, and two columns more that are transposed with them
    private readonly AlignedFloats _strip = new(Group * (ColumnProduct.Outputs + 2));

    /// <summary>Computes all rows for these users of the same weights, and hands them over.</summary>
    public void Run(FinishedNetwork users, ScoringRows rows, Predictions predictions)
    {
        _rows.Start(users);
        if (_users is null)
        {
            RunRows(rows, 0, rows.Count, predictions);
            return;
        }

        for (var first = 0; first < rows.Count;)
        {
            var runs = RepeatedRuns.Find(rows, first, UserTiles.MostUsers);
            var whole = runs with { Users = UserTiles.Worthwhile(runs.Users) };
            if (whole.Users > 0)
            {
                RunUsers(_users, users, rows, first, whole, predictions);
                first += whole.Rows;
            }
            else
            {
                var end = EndOfRows(rows, first, runs);
                RunRows(rows, first, end, predictions);
                first = end;
            }
        }
    }

    // A tile, or all runs that were found too few; the next rows begin with a user's first one, if one is near.
    private static int EndOfRows(ScoringRows rows, int first, RepeatedRuns runs)
    {
        var users = rows.UserIndices;
        var end = Math.Min(rows.Count, first + Math.Max(TileForward.Rows, runs.Rows));
        var start = end;
        while (start < rows.Count && start > first && users[start] == users[start - 1])
            start--;
        return start > first ? start : end;
    }

    private void RunUsers(UserTiles tiles, FinishedNetwork users, ScoringRows rows, int first, RepeatedRuns runs, Predictions predictions)
    {
        tiles.Take(users, rows, first, runs);
        for (var value = 0; value < runs.Length; value += UserTiles.MostValues)
        {
            var (row, count) = (first + value, Math.Min(UserTiles.MostValues, runs.Length - value));
            tiles.Run(rows, row, count);
            for (var strip = 0; strip * Group < runs.Users; strip++)
                take(tiles.Tile(strip, row, count), predictions);
        }
    }

    private void RunRows(ScoringRows rows, int first, int end, Predictions predictions)
    {
        for (; first < end; first += TileForward.Rows)
        {
            var count = Math.Min(TileForward.Rows, end - first);
            _rows.Run(rows, first, count);
            for (var i = 0; i < count; i += Group)
            {
                Transposition.TallBlock(_rows.Outputs + (i * Group), Group, _strip.Pointer, Group);
                take(new(_strip.Pointer, first + i, (1, new(Math.Min(Group, count - i), 1))), predictions);
            }
        }
    }
}
