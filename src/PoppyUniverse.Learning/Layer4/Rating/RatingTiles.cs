using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// Outputs of rows to be rated, tile by tile and by column: rows that repeat the same values for each user by
/// <see cref="ColumnTiles"/>, any others by <see cref="ScoringTiles"/>. Either way the same bits.
/// </summary>
internal sealed unsafe class RatingTiles(FinishedNetwork network)
{
    private const int Group = MatrixProduct.ColumnGroup;

    private readonly ScoringTiles _rows = new(network);
    private readonly ColumnTiles? _repeats = ColumnTiles.Fits(network.Shape) ? new(network.Shape, network.Weights) : null;
    private readonly AlignedFloats _columns = new(Math.Max(Group * TileForward.Rows, ColumnTiles.MostTiles * ColumnTiles.TileFloats));
    private FinishedNetwork _network = network;
    private int _tile; // of those that were computed at once
    private int _tiles;

    /// <summary>Row number of the tile's first row.</summary>
    public int First { get; private set; }

    /// <summary>Rows of the tile.</summary>
    public int Count { get; private set; }

    /// <summary>(6 × 64): the outputs, each a column of all rows.</summary>
    public float* Columns => _columns.Pointer + (_tile * ColumnTiles.TileFloats);

    /// <summary>Goes back to the first row, of other rows if need be, and of other users of the same weights.</summary>
    public void Start(FinishedNetwork users)
    {
        (First, Count, _network) = (0, 0, users);
        (_tile, _tiles) = (0, 0);
        _rows.Start(users);
        _repeats?.Start();
    }

    /// <summary>Computes the next tile; false when all rows are done.</summary>
    public bool Next(ScoringRows rows)
    {
        First += Count;
        if (++_tile < _tiles)
            return true;
        (_tile, _tiles) = (0, 0);
        if (First == rows.Count)
            return false;
        (Count, _tiles) = _repeats?.Run(_network, rows, First, Columns) ?? (0, 0);
        if (Count > 0)
            return true;
        Count = Math.Min(TileForward.Rows, rows.Count - First);
        _rows.Run(rows, First, Count);
        for (var i = 0; i < Count; i += Group)
            Transposition.TallBlock(_rows.Outputs + (i * Group), Group, Columns + i, TileForward.Rows);
        return true;
    }
}
