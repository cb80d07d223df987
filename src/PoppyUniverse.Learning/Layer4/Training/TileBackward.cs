using PoppyUniverse.Learning.Kernels;
using System.Runtime.Intrinsics;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// Gradients of a tile, from those of its outputs down to its users. Products are made for whole blocks of rows or runs;
/// what they make beyond the last is never looked at.
/// </summary>
internal sealed unsafe partial class TileBackward
{
    private readonly NetworkShape _shape;
    private readonly NetworkWeights _weights;
    private readonly AlignedFloats[] _gradHidden;
    private readonly AlignedFloats _gradProjections;
    private readonly AlignedFloats _gradProducts;

    public TileBackward(NetworkShape shape, NetworkWeights weights)
    {
        (_shape, _weights) = (shape, weights);
        _gradHidden = [.. shape.Hidden.Select(width => new AlignedFloats(TileForward.Rows * width))];
        _gradProjections = new(TileForward.Rows * shape.Hidden[0]);
        _gradProducts = new(TileForward.Rows * shape.FactorWidth);
    }

    /// <summary>Adds the tile's gradients to the lane's sums and to its users' rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="forward">The tile's forward pass; its outputs hold the outputs' gradients.</param>
    /// <param name="runs">Runs of the tile.</param>
    /// <param name="gradUsers">(64 × UserRow): gradients of the runs' users, added to.</param>
    /// <param name="lane">The lane's sums.</param>
    public void Run(ReadOnlySpan<PackedRow> rows, TileForward forward, int runs, float* gradUsers, LaneGradients lane)
    {
        OutputLayer(rows, forward, gradUsers, lane);
        for (var layer = _shape.Hidden.Length - 1; layer > 0; layer--)
            HiddenLayer(layer, rows.Length, forward, lane);
        FirstLayer(rows, forward, runs, gradUsers, lane);
        lane.KeepProducts();
    }

    private void HiddenLayer(int layer, int rows, TileForward forward, LaneGradients lane)
    {
        var (inputs, width, layout) = (_shape.Hidden[layer - 1], _shape.Hidden[layer], _weights.Layout);
        var grad = _gradHidden[layer].Pointer;
        lane.AddProduct(
            new Matrix(forward.Activations[layer - 1].Pointer, rows, inputs, inputs).Transposed,
            new(grad, rows, width, width),
            new(lane.At(layout.HiddenWeights[layer]), inputs, width, width));
        RowKernels.AddRows(grad, rows, width, lane.At(layout.HiddenBiases[layer]));
        Descend(new(grad, rows, width, width), _weights.DerivedAt(_weights.Projected.HiddenTransposed[layer]), layer - 1, forward);
    }

    // Gradient of what a layer gives, grad · Wᵀ, closed where the ReLU was or the unit was left out; the first layer's closes
    // as it is added to the tables.
    private void Descend(Matrix grad, float* transposed, int layer, TileForward forward)
    {
        var (rows, width, to) = (MatrixProduct.RoundUp(grad.Rows), _shape.Hidden[layer], _gradHidden[layer]);
        MatrixProduct.Start(RowKernels.Zeros(width), new(grad.Data, rows, grad.Columns, grad.RowStride), new(transposed, grad.Columns, width, width), new(to.Pointer, rows, width, width));
        if (layer > 0)
            RowKernels.ReluBackward(forward.Activations[layer].Pointer, to.Pointer, grad.Rows * width);
        if (forward.Dropout is { } dropout)
            RowKernels.Scale(to.Pointer, grad.Rows * width, dropout.Scale);
    }

    private void FirstLayer(ReadOnlySpan<PackedRow> rows, TileForward forward, int runs, float* gradUsers, LaneGradients lane)
    {
        var (width, projected) = (_shape.Hidden[0], _weights.Projected);
        AddToTables(rows, forward, runs, lane);
        Matrix users = new(forward.Users.Pointer, runs, _shape.UserWidth, _shape.UserRow);
        MatrixProduct.Add(
            new(_gradProjections.Pointer, MatrixProduct.RoundUp(runs), width, width),
            new(_weights.DerivedAt(projected.FirstUserTransposed), width, _shape.UserWidth, _shape.UserWidth),
            new(gradUsers, MatrixProduct.RoundUp(runs), _shape.UserWidth, _shape.UserRow));
        lane.AddProduct(users.Transposed, new(_gradProjections.Pointer, runs, width, width), new(lane.At(_weights.Layout.FirstUser), _shape.UserWidth, width, width));
    }

    private void AddToTables(ReadOnlySpan<PackedRow> rows, TileForward forward, int runs, LaneGradients lane)
    {
        var (width, projected) = (_shape.Hidden[0], _weights.Projected);
        RowKernels.Clear(_gradProjections.Pointer, runs * width);
        float* grad = _gradHidden[0].Pointer, activation = forward.Activations[0].Pointer, values = lane.TableAt(projected.Values), hours = lane.TableAt(projected.Hours), days = lane.TableAt(projected.Days);
        for (var i = 0; i < rows.Length; i++, grad += width, activation += width)
        {
            float* user = _gradProjections.Pointer + ((nint)forward.RunOfRow[i] * width), value = values + (_shape.TakesValue ? (nint)rows[i].Value * width : 0),
                hour = hours + (rows[i].Hour * width), day = days + (rows[i].Day * width);
            for (var j = 0; j < width; j += MatrixProduct.ColumnGroup)
            {
                var x = RowKernels.ReluBackward(Vector512.Load(activation + j), Vector512.Load(grad + j));
                (Vector512.Load(user + j) + x).Store(user + j);
                (Vector512.Load(value + j) + x).Store(value + j);
                (Vector512.Load(hour + j) + x).Store(hour + j);
                (Vector512.Load(day + j) + x).Store(day + j);
            }
        }
    }
}
