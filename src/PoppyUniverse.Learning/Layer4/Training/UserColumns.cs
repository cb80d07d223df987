using System.Runtime.Intrinsics;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// The users of the next runs of rows, up to sixteen, laid out by column: their part of the first layer, their output
/// biases and their factors. A vector holds one number of all sixteen, and a tile picks the one of each row's user from it.
/// </summary>
internal sealed unsafe class UserColumns(NetworkShape shape, NetworkWeights weights)
{
    private const int Group = MatrixProduct.ColumnGroup;
    private const int MostRows = 1024;

    private readonly AlignedFloats _users = new(Group * shape.UserRow);
    private readonly AlignedFloats _projections = new(Group * shape.Hidden[0]);
    private readonly AlignedFloats _columns = new(Group * (shape.Hidden[0] + shape.FactorWidth + shape.OutputWidth));
    private readonly int[] _runOfRow = new int[MostRows + TileForward.Rows];
    private int _first;
    private int _end;

    /// <summary>(first hidden width × 16): the users' part of the first layer.</summary>
    public float* First => _columns.Pointer;

    /// <summary>(OutputWidth × 16).</summary>
    public float* Biases => _columns.Pointer + (Group * shape.Hidden[0]);

    /// <summary>(FactorWidth × 16).</summary>
    public float* Factors => _columns.Pointer + (Group * (shape.Hidden[0] + shape.OutputWidth));

    /// <summary>Forgets what it holds: other rows come.</summary>
    public void Start() => (_first, _end) = (0, 0);

    /// <summary>Makes sure that the users of some rows are laid out; false when these have more than sixteen runs.</summary>
    public bool Hold(FinishedNetwork network, ReadOnlySpan<int> users, int first, int count)
    {
        if (!Holds(first, count))
            Fill(network, users, first);
        return Holds(first, count);
    }

    /// <summary>Whether the users of some rows are laid out.</summary>
    public bool Holds(int first, int count) => first >= _first && first + count <= _end;

    /// <summary>Where in the vectors the users of sixteen rows stand, from row <paramref name="row"/> on.</summary>
    public Vector512<int> Lanes(int row) => Vector512.Create(_runOfRow.AsSpan(row - _first, Group));

    private void Fill(FinishedNetwork network, ReadOnlySpan<int> users, int first)
    {
        var end = Math.Min(users.Length, first + MostRows);
        var (row, runs) = (first, 0);
        for (; row < end && runs < Group; runs++)
        {
            var length = users[row..end].IndexOfAnyExcept(users[row]);
            length = length < 0 ? end - row : length;
            RowKernels.Copy(network.User(ScoringTiles.Known(users[row], network.UserCount, "user")), _users.Pointer + (runs * shape.UserRow), shape.UserRow);
            _runOfRow.AsSpan(row - first, length).Fill(runs);
            row += length;
        }

        (_first, _end) = (first, row);
        LayOut(runs);
    }

    private void LayOut(int runs)
    {
        var width = shape.Hidden[0];
        MatrixProduct.Start(
            RowKernels.Zeros(width),
            new(_users.Pointer, MatrixProduct.RoundUp(runs), shape.UserWidth, shape.UserRow),
            new(weights.At(weights.Layout.FirstUser), shape.UserWidth, width, width),
            new(_projections.Pointer, MatrixProduct.RoundUp(runs), width, width));
        for (var j = 0; j < width; j += Group)
            Transposition.Block(_projections.Pointer + j, width, runs, First + (j * Group), Group);
        for (var j = shape.UserBias; j < shape.UserRow; j += Group)
            Transposition.Block(_users.Pointer + j, shape.UserRow, runs, Biases + ((j - shape.UserBias) * Group), Group);
    }
}
