using PoppyUniverse.Learning.Kernels;
using System.Runtime.Intrinsics;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// The network's answer for up to 64 rows, all in first-level cache. Rows of one user stand together (a run), and the
/// user's part of the first layer is made once a run.
/// </summary>
internal sealed unsafe class TileForward
{
    /// <summary>The most rows of a tile.</summary>
    public const int Rows = 64;

    private readonly Layer4Shape _shape;
    private readonly Layer4Weights _weights;

    public TileForward(Layer4Shape shape, Layer4Weights weights)
    {
        (_shape, _weights) = (shape, weights);
        Users = new(Rows * shape.UserRow);
        UserProjections = new(Rows * shape.Hidden[0]);
        Activations = [.. shape.Hidden.Select(width => new AlignedFloats(Rows * width))];
        Outputs = new(Rows * Layer4Shape.OutputWidth);
    }

    /// <summary>Run of each row.</summary>
    public int[] RunOfRow { get; } = new int[Rows];

    /// <summary>Embedding and output bias of each run's user, (runs × UserRow); filled by the caller.</summary>
    public AlignedFloats Users { get; }

    /// <summary>(rows × width) of each hidden layer, after ReLU.</summary>
    public AlignedFloats[] Activations { get; }

    /// <summary>(rows × 16): Strength, five logits, ten zeros.</summary>
    public AlignedFloats Outputs { get; }

    private AlignedFloats UserProjections { get; }

    /// <summary>Computes the outputs of <paramref name="rows"/>, whose runs and users are in place.</summary>
    public void Run(ReadOnlySpan<PackedRow> rows, int runs)
    {
        FirstLayer(rows, runs);
        for (var layer = 1; layer < _shape.Hidden.Length; layer++)
        {
            var (inputs, width) = (_shape.Hidden[layer - 1], _shape.Hidden[layer]);
            var to = Activations[layer].Pointer;
            RowKernels.Repeat(_weights.At(_weights.Layout.HiddenBiases[layer]), to, width, rows.Length);
            MatrixProduct.Add(
                new(Activations[layer - 1].Pointer, rows.Length, inputs, inputs),
                new(_weights.At(_weights.Layout.HiddenWeights[layer]), inputs, width, width),
                new(to, rows.Length, width, width));
            RowKernels.Relu(to, rows.Length * width);
        }

        OutputLayer(rows);
    }

    private void FirstLayer(ReadOnlySpan<PackedRow> rows, int runs)
    {
        var width = _shape.Hidden[0];
        UserProjections.Slice(0, runs * width).Clear();
        MatrixProduct.Add(
            new(Users.Pointer, runs, _shape.UserWidth, _shape.UserRow),
            new(_weights.At(_weights.Layout.FirstUser), _shape.UserWidth, width, width),
            new(UserProjections.Pointer, runs, width, width));
        float* values = _weights.DerivedAt(_weights.Projected.Values), hours = _weights.DerivedAt(_weights.Projected.Hours),
            days = _weights.DerivedAt(_weights.Projected.Days), to = Activations[0].Pointer;
        for (var i = 0; i < rows.Length; i++, to += width)
        {
            float* user = UserProjections.Pointer + ((nint)RunOfRow[i] * width), value = values + ((nint)rows[i].Value * width),
                hour = hours + ((nint)rows[i].Hour * width), day = days + ((nint)rows[i].Day * width);
            for (var j = 0; j < width; j += MatrixProduct.ColumnGroup)
            {
                var sum = Vector512.Load(user + j) + Vector512.Load(value + j) + Vector512.Load(hour + j) + Vector512.Load(day + j);
                Vector512.Max(sum, Vector512<float>.Zero).Store(to + j);
            }
        }
    }

    private void OutputLayer(ReadOnlySpan<PackedRow> rows)
    {
        const int Width = Layer4Shape.OutputWidth;
        var inputs = _shape.Hidden[^1];
        var bias = Vector512.Load(_weights.At(_weights.Layout.OutputBias));
        for (var i = 0; i < rows.Length; i++)
        {
            var user = Vector512.Load(Users.Pointer + ((nint)RunOfRow[i] * _shape.UserRow) + _shape.UserWidth);
            var value = Vector512.Load(_weights.At(_weights.Layout.Values + (rows[i].Value * _weights.Layout.ValueRow) + _weights.Layout.ValueWidth));
            (bias + user + value).Store(Outputs.Pointer + (i * Width));
        }

        MatrixProduct.Add(
            new(Activations[^1].Pointer, rows.Length, inputs, inputs),
            new(_weights.At(_weights.Layout.OutputWeight), inputs, Width, Width),
            new(Outputs.Pointer, rows.Length, Width, Width));
    }
}
