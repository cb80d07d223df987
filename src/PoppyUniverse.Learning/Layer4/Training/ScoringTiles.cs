using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>Runs rows to be scored through a network, tile by tile; rows of one user that follow each other share its part.</summary>
internal sealed unsafe class ScoringTiles(FinishedNetwork network)
{
    private readonly NetworkShape _shape = network.Shape;
    private readonly TileForward _forward = new(network.Shape, network.Weights);
    private readonly PackedRow[] _tile = new PackedRow[TileForward.Rows];

    /// <summary>Row number of the tile's first row.</summary>
    public int First { get; private set; }

    /// <summary>Rows of the tile.</summary>
    public int Count { get; private set; }

    /// <summary>(Count × OutputWidth).</summary>
    public float* Outputs => _forward.Outputs.Pointer;

    /// <summary>Computes the next tile; false when all rows are done.</summary>
    public bool Next(ScoringRows rows)
    {
        First += Count;
        Count = Math.Min(TileForward.Rows, rows.Count - First);
        if (Count == 0)
            return false;
        var (runs, last) = (0, -2);
        for (var i = 0; i < Count; i++)
        {
            var user = Known(rows.UserIndices[First + i], network.UserCount, "user");
            if (user != last)
            {
                RowKernels.Repeat(network.User(user), _forward.Users.Pointer + (runs * _shape.UserRow), _shape.UserRow, 1);
                runs++;
                last = user;
            }

            _forward.RunOfRow[i] = runs - 1;
            _tile[i] = new(0, _shape.TakesValue ? Known(rows.ValueIndices[First + i], _shape.Values, "value") : 0, rows.Slots[First + i], 0);
        }

        _forward.Run(_tile.AsSpan(0, Count), runs);
        return true;
    }

    // The last row of a table stands for what is unknown.
    private static int Known(int index, int count, string what) =>
        index == IdMap.Unknown ? count
        : (uint)index < (uint)count ? index
        : throw new ArgumentOutOfRangeException(what, index, $"The {what} index is outside the model's {count}; unknown is {IdMap.Unknown}.");
}
