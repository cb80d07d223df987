using System.Runtime.Intrinsics;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// Up to sixteen users, one in each lane, laid out by column: their part of the first layer, their output biases on top of
/// everybody's, and their factors.
/// </summary>
internal sealed unsafe class UserColumns(NetworkShape shape, NetworkWeights weights)
{
    private const int Lanes = ColumnProduct.Lanes;

    private readonly AlignedFloats _users = new(Lanes * shape.UserRow);
    private readonly AlignedFloats _projections = new(Lanes * shape.Hidden[0]);
    private readonly AlignedFloats _columns = new(Lanes * (shape.Hidden[0] + shape.OutputWidth + shape.FactorWidth));

    /// <summary>(first hidden width + OutputWidth + FactorWidth × 16).</summary>
    public float* Columns => _columns.Pointer;

    /// <summary>Lays out the users of runs of rows.</summary>
    /// <param name="network">The users.</param>
    /// <param name="indices">The rows' users, from the first run on.</param>
    /// <param name="runs">How many runs, at most 16, and their length.</param>
    public void Fill(FinishedNetwork network, ReadOnlySpan<int> indices, RepeatedRuns runs)
    {
        for (var run = 0; run < runs.Users; run++)
        {
            var user = ScoringTiles.Known(indices[run * runs.Length], network.UserCount, "user");
            RowKernels.Copy(network.User(user), _users.Pointer + (run * shape.UserRow), shape.UserRow);
        }

        var width = shape.Hidden[0];
        MatrixProduct.Start(
            RowKernels.Zeros(width),
            new(_users.Pointer, MatrixProduct.RoundUp(runs.Users), shape.UserWidth, shape.UserRow),
            new(weights.At(weights.Layout.FirstUser), shape.UserWidth, width, width),
            new(_projections.Pointer, MatrixProduct.RoundUp(runs.Users), width, width));
        Transpose(_projections.Pointer, width, width, 0);
        Transpose(_users.Pointer + shape.UserBias, shape.UserRow, shape.UserRow - shape.UserBias, width);
        AddBiases();

        void Transpose(float* from, int stride, int columns, int to)
        {
            for (var j = 0; j < columns; j += Lanes)
                Transposition.Block(from + j, stride, runs.Users, _columns.Pointer + ((to + j) * Lanes), Lanes);
        }
    }

    // Everybody's comes first, as where rows are computed one by one.
    private void AddBiases()
    {
        float* all = weights.At(weights.Layout.OutputBias), to = _columns.Pointer + (shape.Hidden[0] * Lanes);
        for (var j = 0; j < shape.OutputWidth; j++, to += Lanes)
            (Vector512.Create(all[j]) + Vector512.Load(to)).Store(to);
    }
}
