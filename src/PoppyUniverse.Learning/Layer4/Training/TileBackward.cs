using System.Runtime.Intrinsics;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>Gradients of a tile, from those of its outputs down to its users.</summary>
internal sealed unsafe class TileBackward
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
    /// <param name="gradUsers">(runs × UserRow): gradients of the runs' users, added to.</param>
    /// <param name="lane">The lane's sums.</param>
    public void Run(ReadOnlySpan<PackedRow> rows, TileForward forward, int runs, float* gradUsers, LaneGradients lane)
    {
        OutputLayer(rows, forward, gradUsers, lane);
        for (var layer = _shape.Hidden.Length - 1; layer > 0; layer--)
            HiddenLayer(layer, rows.Length, forward, lane);
        FirstLayer(rows, forward, runs, gradUsers, lane);
    }

    private void OutputLayer(ReadOnlySpan<PackedRow> rows, TileForward forward, float* gradUsers, LaneGradients lane)
    {
        var (inputs, width, layout) = (_shape.Hidden[^1], _shape.OutputWidth, _weights.Layout);
        var grad = forward.Outputs.Pointer;
        Matrix grads = new(grad, rows.Length, width, width);
        MatrixProduct.Add(new Matrix(forward.Activations[^1].Pointer, rows.Length, inputs, inputs).Transposed, grads, new(lane.At(layout.OutputWeight), inputs, width, width));
        RowKernels.AddRows(grad, rows.Length, width, lane.At(layout.OutputBias));
        for (var i = 0; i < rows.Length; i++)
        {
            if (_shape.TakesValue)
                RowKernels.Add(grad + (i * width), lane.Value(rows[i].Value) + layout.ValueBias, width);
            RowKernels.Add(grad + (i * width), gradUsers + ((nint)forward.RunOfRow[i] * _shape.UserRow) + _shape.UserWidth + _shape.FactorWidth, width);
        }

        if (_shape.Factors > 0)
        {
            MatrixProduct.Add(
                new Matrix(forward.Products.Pointer, rows.Length, _shape.Factors, _shape.FactorWidth).Transposed, grads,
                new(lane.At(layout.FactorWeight), _shape.Factors, width, width));
            _gradProducts.Slice(0, rows.Length * _shape.FactorWidth).Clear();
            MatrixProduct.Add(
                new(grad, rows.Length, _shape.Outputs, width), new(_weights.DerivedAt(_weights.Projected.FactorTransposed), _shape.Outputs, _shape.FactorWidth, _shape.FactorWidth),
                new(_gradProducts.Pointer, rows.Length, _shape.FactorWidth, _shape.FactorWidth));
            Multiply(rows, forward, gradUsers, lane);
        }

        Descend(grad, rows.Length, _shape.Outputs, width, _weights.DerivedAt(_weights.Projected.OutputTransposed), inputs, (_gradHidden[^1], forward.Activations[^1], forward.Dropout));
    }

    // Each factor of a product receives the product's gradient times the other factors.
    private void Multiply(ReadOnlySpan<PackedRow> rows, TileForward forward, float* gradUsers, LaneGradients lane)
    {
        var (width, layout) = (_shape.FactorWidth, _weights.Layout);
        for (var i = 0; i < rows.Length; i++)
        {
            var atUser = ((nint)forward.RunOfRow[i] * _shape.UserRow) + _shape.UserWidth;
            var (atHour, atDay) = (layout.HourFactors + (rows[i].Hour * width), layout.DayFactors + (rows[i].Day * width));
            float* gradUser = gradUsers + atUser, gradHour = lane.At(atHour), gradDay = lane.At(atDay), gradValue = lane.Value(rows[i].Value) + layout.ValueFactors,
                value = _weights.At(layout.Values + layout.ValueFactors) + ((nint)rows[i].Value * layout.ValueRow);
            for (var j = 0; j < width; j += MatrixProduct.ColumnGroup)
            {
                var grad = Vector512.Load(_gradProducts.Pointer + (i * width) + j);
                var user = Vector512.Load(forward.Users.Pointer + atUser + j);
                var hour = Vector512<float>.One + Vector512.Load(_weights.At(atHour) + j);
                var day = Vector512<float>.One + Vector512.Load(_weights.At(atDay) + j);
                var time = hour * day;
                if (_shape.TakesValue)
                {
                    var factor = Vector512.Load(value + j);
                    Vector512.FusedMultiplyAdd(grad, user * time, Vector512.Load(gradValue + j)).Store(gradValue + j);
                    grad *= factor;
                }

                Vector512.FusedMultiplyAdd(grad, time, Vector512.Load(gradUser + j)).Store(gradUser + j);
                grad *= user;
                Vector512.FusedMultiplyAdd(grad, day, Vector512.Load(gradHour + j)).Store(gradHour + j);
                Vector512.FusedMultiplyAdd(grad, hour, Vector512.Load(gradDay + j)).Store(gradDay + j);
            }
        }
    }

    private void HiddenLayer(int layer, int rows, TileForward forward, LaneGradients lane)
    {
        var (inputs, width, layout) = (_shape.Hidden[layer - 1], _shape.Hidden[layer], _weights.Layout);
        var grad = _gradHidden[layer].Pointer;
        MatrixProduct.Add(
            new Matrix(forward.Activations[layer - 1].Pointer, rows, inputs, inputs).Transposed,
            new(grad, rows, width, width),
            new(lane.At(layout.HiddenWeights[layer]), inputs, width, width));
        RowKernels.AddRows(grad, rows, width, lane.At(layout.HiddenBiases[layer]));
        Descend(grad, rows, width, width, _weights.DerivedAt(_weights.Projected.HiddenTransposed[layer]), inputs, (_gradHidden[layer - 1], forward.Activations[layer - 1], forward.Dropout));
    }

    // Gradient of a layer's inputs: grad · Wᵀ, closed where the ReLU was or the unit was left out.
    private static void Descend(float* grad, int rows, int depth, int stride, float* transposed, int inputs, (AlignedFloats Grad, AlignedFloats Activation, HiddenDropout? Dropout) layer)
    {
        var to = layer.Grad;
        to.Slice(0, rows * inputs).Clear();
        MatrixProduct.Add(new(grad, rows, depth, stride), new(transposed, depth, inputs, inputs), new(to.Pointer, rows, inputs, inputs));
        RowKernels.ReluBackward(layer.Activation.Pointer, to.Pointer, rows * inputs);
        if (layer.Dropout is { } dropout)
            RowKernels.Scale(to.Pointer, rows * inputs, dropout.Scale);
    }

    private void FirstLayer(ReadOnlySpan<PackedRow> rows, TileForward forward, int runs, float* gradUsers, LaneGradients lane)
    {
        var (width, projected) = (_shape.Hidden[0], _weights.Projected);
        _gradProjections.Slice(0, runs * width).Clear();
        var grad = _gradHidden[0].Pointer;
        for (var i = 0; i < rows.Length; i++, grad += width)
        {
            float* user = _gradProjections.Pointer + ((nint)forward.RunOfRow[i] * width), value = lane.TableAt(projected.Values + (_shape.TakesValue ? rows[i].Value * width : 0)),
                hour = lane.TableAt(projected.Hours + (rows[i].Hour * width)), day = lane.TableAt(projected.Days + (rows[i].Day * width));
            for (var j = 0; j < width; j += MatrixProduct.ColumnGroup)
            {
                var x = Vector512.Load(grad + j);
                (Vector512.Load(user + j) + x).Store(user + j);
                (Vector512.Load(value + j) + x).Store(value + j);
                (Vector512.Load(hour + j) + x).Store(hour + j);
                (Vector512.Load(day + j) + x).Store(day + j);
            }
        }

        Matrix projections = new(_gradProjections.Pointer, runs, width, width), users = new(forward.Users.Pointer, runs, _shape.UserWidth, _shape.UserRow);
        MatrixProduct.Add(
            projections,
            new(_weights.DerivedAt(projected.FirstUserTransposed), width, _shape.UserWidth, _shape.UserWidth),
            new(gradUsers, runs, _shape.UserWidth, _shape.UserRow));
        MatrixProduct.Add(users.Transposed, projections, new(lane.At(_weights.Layout.FirstUser), _shape.UserWidth, width, width));
    }
}
