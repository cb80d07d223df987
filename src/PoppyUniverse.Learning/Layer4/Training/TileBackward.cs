using PoppyUniverse.Learning.Kernels;

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
    /// <param name="rows">Rows of the tile.</param>
    /// <param name="forward">The tile's forward pass; its outputs hold the outputs' gradients.</param>
    /// <param name="runs">Runs of the tile.</param>
    /// <param name="gradUsers">(64 × UserRow): gradients of the runs' users, added to.</param>
    /// <param name="lane">The lane's sums.</param>
    /// <param name="done">What is to be done with runs whose gradients are complete, and how many of them are.</param>
    /// <param name="next">What is to be done on the way, for each of 64 rows.</param>
    public void Run<TDone, TNext>(int rows, TileForward forward, int runs, float* gradUsers, LaneGradients lane, (TDone Work, int Runs) done, TNext next)
        where TDone : struct, ISideWork
        where TNext : struct, ISideWork
    {
        var nothing = default(NoSideWork);
        OutputLayer(rows, forward, gradUsers, lane);
        for (var layer = _shape.Hidden.Length - 1; layer > 1; layer--)
            HiddenLayer(layer, rows, forward, lane, ref nothing, ref nothing);
        var biases = new Both<Shifted<BiasSums>, TNext>(new(new(this, forward, gradUsers, lane), 0, rows), next);
        var tables = new Shifted<TableSums>(new(this, forward, lane), 0, rows);
        if (_shape.Hidden.Length > 1)
            HiddenLayer(1, rows, forward, lane, ref biases, ref tables);
        // what found no row of a product to go with
        var (down, weights) = _shape.Hidden.Length > 1 ? (MatrixProduct.RoundUp(rows), _shape.Hidden[0]) : (0, 0);
        for (var row = down; row < TileForward.Rows; row++)
            biases.Row(row);
        tables.End(weights);
        Users(forward, runs, gradUsers, lane, done);
        lane.KeepProducts();
    }

    // Rows of the tile go with the gradient of what comes in, and with that of the weights.
    private void HiddenLayer<TDown, TWeights>(int layer, int rows, TileForward forward, LaneGradients lane, ref TDown down, ref TWeights weights)
        where TDown : struct, ISideWork
        where TWeights : struct, ISideWork
    {
        var (inputs, width, layout) = (_shape.Hidden[layer - 1], _shape.Hidden[layer], _weights.Layout);
        var grad = _gradHidden[layer].Pointer;
        RowKernels.AddRows(grad, rows, width, lane.At(layout.HiddenBiases[layer]));
        Descend(new(grad, rows, width, width), _weights.DerivedAt(_weights.Projected.HiddenTransposed[layer]), layer - 1, forward, ref down);
        lane.AddProduct(
            new Matrix(forward.Activations[layer - 1].Pointer, rows, inputs, inputs).Transposed,
            new(grad, rows, width, width),
            new(lane.At(layout.HiddenWeights[layer]), inputs, width, width),
            ref weights);
    }

    // Gradient of what a layer gives, grad · Wᵀ, closed where the ReLU was or the unit was left out; the first layer's closes
    // as it is added to the tables.
    private void Descend<TSide>(in Matrix grad, float* transposed, int layer, TileForward forward, ref TSide side)
        where TSide : struct, ISideWork
    {
        var (rows, width, to) = (MatrixProduct.RoundUp(grad.Rows), _shape.Hidden[layer], _gradHidden[layer]);
        MatrixProduct.Start(
            RowKernels.Zeros(width), new(grad.Data, rows, grad.Columns, grad.RowStride), new(transposed, grad.Columns, width, width), new(to.Pointer, rows, width, width), ref side);
        if (layer > 0)
            RowKernels.ReluBackward(forward.Activations[layer].Pointer, to.Pointer, grad.Rows * width);
        if (forward.Dropout is { } dropout)
            RowKernels.Scale(to.Pointer, grad.Rows * width, dropout.Scale);
    }

    private void Users<TDone>(TileForward forward, int runs, float* gradUsers, LaneGradients lane, (TDone Work, int Runs) done)
        where TDone : struct, ISideWork
    {
        var (width, padded, projected) = (_shape.Hidden[0], MatrixProduct.RoundUp(runs), _weights.Projected);
        var complete = new Shifted<TDone>(done.Work, -MatrixProduct.RowGroup, done.Runs);
        MatrixProduct.Add(
            new(_gradProjections.Pointer, padded, width, width),
            new(_weights.DerivedAt(projected.FirstUserTransposed), width, _shape.UserWidth, _shape.UserWidth),
            new(gradUsers, padded, _shape.UserWidth, _shape.UserRow),
            ref complete);
        // the last group goes with the product after it, which has sixteen rows or more
        var last = new Shifted<TDone>(done.Work, padded - MatrixProduct.RowGroup, done.Runs);
        Matrix users = new(forward.UserEmbeddings.Pointer, runs, _shape.UserWidth, _shape.UserWidth);
        lane.AddProduct(users.Transposed, new(_gradProjections.Pointer, runs, width, width), new(lane.At(_weights.Layout.FirstUser), _shape.UserWidth, width, width), ref last);
    }
}
