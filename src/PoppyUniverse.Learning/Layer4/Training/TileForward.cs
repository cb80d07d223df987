using PoppyUniverse.Learning.Kernels;
using System.Runtime.Intrinsics;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// The network's answer for up to 64 rows, all in first-level cache. Rows of one user stand together (a run), and the
/// user's part of the first layer is made once a run. Products are made for whole blocks of rows; what they make of rows
/// beyond the last is never looked at.
/// </summary>
internal sealed unsafe partial class TileForward
{
    /// <summary>The most rows of a tile.</summary>
    public const int Rows = 64;

    private readonly NetworkShape _shape;
    private readonly NetworkWeights _weights;
    private readonly AlignedFloats _chains;

    public TileForward(NetworkShape shape, NetworkWeights weights)
    {
        (_shape, _weights) = (shape, weights);
        Users = new(Rows * shape.UserRow);
        UserProjections = new(Rows * shape.Hidden[0]);
        Activations = [.. shape.Hidden.Select(width => new AlignedFloats(Rows * width))];
        Products = new(Rows * shape.FactorWidth);
        Outputs = new(Rows * shape.OutputWidth);
        _chains = new(shape.HasFewOutputs ? Rows * shape.OutputWidth : 0);
    }

    /// <summary>Run of each row.</summary>
    public int[] RunOfRow { get; } = new int[Rows];

    /// <summary>Embedding, output bias and factors of each run's user, (runs × UserRow); filled by the caller.</summary>
    public AlignedFloats Users { get; }

    /// <summary>(rows × width) of each hidden layer, after ReLU.</summary>
    public AlignedFloats[] Activations { get; }

    /// <summary>(rows × FactorWidth): the product term.</summary>
    public AlignedFloats Products { get; }

    /// <summary>(rows × OutputWidth), the last columns zeros.</summary>
    public AlignedFloats Outputs { get; }

    /// <summary>(runs × first hidden width): the users' part of the first layer.</summary>
    public AlignedFloats UserProjections { get; }

    /// <summary>Leaves hidden units out while training; null to keep all.</summary>
    public HiddenDropout? Dropout { get; set; }

    /// <summary>Computes the outputs of <paramref name="rows"/>, whose runs and users are in place.</summary>
    public void Run(ReadOnlySpan<PackedRow> rows, int runs)
    {
        ProjectUsers(runs);
        AddTables(rows);
        if (_shape.Factors > 0)
            Multiply(rows);
        RunLayers(rows);
    }

    /// <summary>The users' part of the first layer.</summary>
    public void ProjectUsers(int runs)
    {
        var (width, rows) = (_shape.Hidden[0], runs == 1 ? 1 : MatrixProduct.RoundUp(runs));
        MatrixProduct.Start(
            RowKernels.Zeros(width),
            new(Users.Pointer, rows, _shape.UserWidth, _shape.UserRow),
            new(_weights.At(_weights.Layout.FirstUser), _shape.UserWidth, width, width),
            new(UserProjections.Pointer, rows, width, width));
    }

    /// <summary>All that comes after the first layer's activations and the products.</summary>
    public void RunLayers(ReadOnlySpan<PackedRow> rows)
    {
        Drop(0, rows.Length);
        // one query is a server's usual request
        var padded = rows.Length == 1 && !_shape.HasFewOutputs ? 1 : MatrixProduct.RoundUp(rows.Length);
        for (var layer = 1; layer < _shape.Hidden.Length; layer++)
        {
            var (inputs, width) = (_shape.Hidden[layer - 1], _shape.Hidden[layer]);
            MatrixProduct.StartRelu(
                _weights.At(_weights.Layout.HiddenBiases[layer]),
                new(Activations[layer - 1].Pointer, padded, inputs, inputs),
                new(_weights.At(_weights.Layout.HiddenWeights[layer]), inputs, width, width),
                new(Activations[layer].Pointer, padded, width, width));
            Drop(layer, rows.Length);
        }

        if (_shape.HasFewOutputs)
            FewOutputs(rows, padded);
        else
            ManyOutputs(rows, padded);
    }

    private void Drop(int layer, int rows) => Dropout?.Apply(Activations[layer].Pointer, rows * _shape.Hidden[layer]);

    private void AddTables(ReadOnlySpan<PackedRow> rows)
    {
        var width = _shape.Hidden[0];
        float* values = _weights.DerivedAt(_weights.Projected.Values), hours = _weights.DerivedAt(_weights.Projected.Hours),
            days = _weights.DerivedAt(_weights.Projected.Days), to = Activations[0].Pointer;
        for (var i = 0; i < rows.Length; i++, to += width)
        {
            float* user = UserProjections.Pointer + ((nint)RunOfRow[i] * width), value = values + (_shape.TakesValue ? (nint)rows[i].Value * width : 0),
                hour = hours + ((nint)rows[i].Hour * width), day = days + ((nint)rows[i].Day * width);
            for (var j = 0; j < width; j += MatrixProduct.ColumnGroup)
            {
                var sum = Vector512.Load(user + j) + (Vector512.Load(value + j) + (Vector512.Load(hour + j) + Vector512.Load(day + j)));
                RowKernels.Relu(sum).Store(to + j);
            }
        }
    }

    // user · (value · ((1 + hour) · (1 + day))), entry by entry
    private void Multiply(ReadOnlySpan<PackedRow> rows)
    {
        var (width, layout) = (_shape.FactorWidth, _weights.Layout);
        float* hours = _weights.At(layout.HourFactors), days = _weights.At(layout.DayFactors), values = _weights.At(layout.Values + layout.ValueFactors), to = Products.Pointer;
        for (var i = 0; i < rows.Length; i++, to += width)
        {
            float* user = Users.Pointer + ((nint)RunOfRow[i] * _shape.UserRow) + _shape.UserFactors, hour = hours + (rows[i].Hour * width), day = days + (rows[i].Day * width),
                value = values + ((nint)rows[i].Value * layout.ValueRow);
            for (var j = 0; j < width; j += MatrixProduct.ColumnGroup)
            {
                var product = (Vector512<float>.One + Vector512.Load(hour + j)) * (Vector512<float>.One + Vector512.Load(day + j));
                if (_shape.TakesValue)
                    product = Vector512.Load(value + j) * product;
                (Vector512.Load(user + j) * product).Store(to + j);
            }
        }
    }
}
