using System.Runtime.Intrinsics;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>Gradients of a tile, from those of its outputs down to its users.</summary>
internal sealed unsafe class TileBackward
{
    private readonly Layer4Shape _shape;
    private readonly Layer4Weights _weights;
    private readonly AlignedFloats[] _gradHidden;
    private readonly AlignedFloats _gradProjections;

    public TileBackward(Layer4Shape shape, Layer4Weights weights)
    {
        (_shape, _weights) = (shape, weights);
        _gradHidden = [.. shape.Hidden.Select(width => new AlignedFloats(TileForward.Rows * width))];
        _gradProjections = new(TileForward.Rows * shape.Hidden[0]);
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
        const int Width = Layer4Shape.OutputWidth;
        var (inputs, layout) = (_shape.Hidden[^1], _weights.Layout);
        var grad = forward.Outputs.Pointer;
        MatrixProduct.Add(
            new Matrix(forward.Activations[^1].Pointer, rows.Length, inputs, inputs).Transposed,
            new(grad, rows.Length, Width, Width),
            new(lane.At(layout.OutputWeight), inputs, Width, Width));
        RowKernels.AddRows(grad, rows.Length, Width, lane.At(layout.OutputBias));
        for (var i = 0; i < rows.Length; i++)
        {
            RowKernels.Add(grad + (i * Width), lane.At(layout.Values + (rows[i].Value * layout.ValueRow) + layout.ValueWidth), Width);
            RowKernels.Add(grad + (i * Width), gradUsers + ((nint)forward.RunOfRow[i] * _shape.UserRow) + _shape.UserWidth, Width);
        }

        Descend(grad, rows.Length, Layer4Parameters.Outputs, Width, _weights.DerivedAt(_weights.Projected.OutputTransposed), inputs, _gradHidden[^1], forward.Activations[^1]);
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
        Descend(grad, rows, width, width, _weights.DerivedAt(_weights.Projected.HiddenTransposed[layer]), inputs, _gradHidden[layer - 1], forward.Activations[layer - 1]);
    }

    // Gradient of a layer's inputs: grad · Wᵀ, closed where the ReLU was.
    private static void Descend(float* grad, int rows, int depth, int stride, float* transposed, int inputs, AlignedFloats to, AlignedFloats activation)
    {
        to.Slice(0, rows * inputs).Clear();
        MatrixProduct.Add(new(grad, rows, depth, stride), new(transposed, depth, inputs, inputs), new(to.Pointer, rows, inputs, inputs));
        RowKernels.ReluBackward(activation.Pointer, to.Pointer, rows * inputs);
    }

    private void FirstLayer(ReadOnlySpan<PackedRow> rows, TileForward forward, int runs, float* gradUsers, LaneGradients lane)
    {
        var (width, projected) = (_shape.Hidden[0], _weights.Projected);
        _gradProjections.Slice(0, runs * width).Clear();
        var grad = _gradHidden[0].Pointer;
        for (var i = 0; i < rows.Length; i++, grad += width)
        {
            float* user = _gradProjections.Pointer + ((nint)forward.RunOfRow[i] * width), value = lane.TableAt(projected.Values + (rows[i].Value * width)),
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
