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

    private readonly NetworkShape _shape;
    private readonly NetworkWeights _weights;

    public TileForward(NetworkShape shape, NetworkWeights weights)
    {
        (_shape, _weights) = (shape, weights);
        Users = new(Rows * shape.UserRow);
        UserProjections = new(Rows * shape.Hidden[0]);
        Activations = [.. shape.Hidden.Select(width => new AlignedFloats(Rows * width))];
        Products = new(Rows * shape.FactorWidth);
        Outputs = new(Rows * shape.OutputWidth);
    }

    /// <summary>Run of each row.</summary>
    public int[] RunOfRow { get; } = new int[Rows];

    /// <summary>Embedding, factors and output bias of each run's user, (runs × UserRow); filled by the caller.</summary>
    public AlignedFloats Users { get; }

    /// <summary>(rows × width) of each hidden layer, after ReLU.</summary>
    public AlignedFloats[] Activations { get; }

    /// <summary>(rows × FactorWidth): the product term.</summary>
    public AlignedFloats Products { get; }

    /// <summary>(rows × OutputWidth), the last columns zeros.</summary>
    public AlignedFloats Outputs { get; }

    /// <summary>Leaves hidden units out while training; null to keep all.</summary>
    public HiddenDropout? Dropout { get; set; }

    private AlignedFloats UserProjections { get; }

    /// <summary>Computes the outputs of <paramref name="rows"/>, whose runs and users are in place.</summary>
    public void Run(ReadOnlySpan<PackedRow> rows, int runs)
    {
        FirstLayer(rows, runs);
        Drop(0, rows.Length);
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
            Drop(layer, rows.Length);
        }

        OutputLayer(rows);
    }

    private void Drop(int layer, int rows) => Dropout?.Apply(Activations[layer].Pointer, rows * _shape.Hidden[layer]);

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
            float* user = UserProjections.Pointer + ((nint)RunOfRow[i] * width), value = values + (_shape.TakesValue ? (nint)rows[i].Value * width : 0),
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
        var (inputs, width, layout) = (_shape.Hidden[^1], _shape.OutputWidth, _weights.Layout);
        var bias = _weights.At(layout.OutputBias);
        for (var i = 0; i < rows.Length; i++)
        {
            var user = Users.Pointer + ((nint)RunOfRow[i] * _shape.UserRow) + _shape.UserWidth + _shape.FactorWidth;
            var value = _shape.TakesValue ? _weights.At(layout.Values + layout.ValueBias) + ((nint)rows[i].Value * layout.ValueRow) : RowKernels.Zeros(width);
            var to = Outputs.Pointer + (i * width);
            for (var j = 0; j < width; j += MatrixProduct.ColumnGroup)
                (Vector512.Load(bias + j) + Vector512.Load(user + j) + Vector512.Load(value + j)).Store(to + j);
        }

        Matrix outputs = new(Outputs.Pointer, rows.Length, width, width);
        MatrixProduct.Add(new(Activations[^1].Pointer, rows.Length, inputs, inputs), new(_weights.At(layout.OutputWeight), inputs, width, width), outputs);
        if (_shape.Factors == 0)
            return;
        Multiply(rows);
        MatrixProduct.Add(new(Products.Pointer, rows.Length, _shape.Factors, _shape.FactorWidth), new(_weights.At(layout.FactorWeight), _shape.Factors, width, width), outputs);
    }

    // user · value · (1 + hour) · (1 + day), entry by entry
    private void Multiply(ReadOnlySpan<PackedRow> rows)
    {
        var (width, layout) = (_shape.FactorWidth, _weights.Layout);
        for (var i = 0; i < rows.Length; i++)
        {
            float* user = Users.Pointer + ((nint)RunOfRow[i] * _shape.UserRow) + _shape.UserWidth, to = Products.Pointer + (i * width),
                hour = _weights.At(layout.HourFactors + (rows[i].Hour * width)), day = _weights.At(layout.DayFactors + (rows[i].Day * width));
            for (var j = 0; j < width; j += MatrixProduct.ColumnGroup)
            {
                var product = Vector512.Load(user + j) * ((Vector512<float>.One + Vector512.Load(hour + j)) * (Vector512<float>.One + Vector512.Load(day + j)));
                (_shape.TakesValue ? product * Vector512.Load(_weights.At(layout.Values + layout.ValueFactors) + ((nint)rows[i].Value * layout.ValueRow) + j) : product).Store(to + j);
            }
        }
    }
}
