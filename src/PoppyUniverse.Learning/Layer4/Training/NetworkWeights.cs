using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// The shared part of the network (all but the known users) as kernels want it: one padded block of floats that the
/// optimizer moves, and what is derived from it once a batch. The first layer is never multiplied out for a sample: each
/// small table is pushed through its slice of the first weights, and a sample adds up its rows.
/// </summary>
internal sealed unsafe class NetworkWeights
{
    // more than a batch is likely to have
    private const int MostValuesAtOnce = 256;

    private readonly NetworkShape _shape;
    private readonly AlignedFloats _derived;
    private readonly AlignedFloats _types;

    public NetworkWeights(NetworkShape shape)
    {
        _shape = shape;
        Layout = new(shape);
        Block = new(Layout.Length);
        Projected = new(shape);
        _derived = new(Projected.Length);
        _types = new((shape.Types + 1L) * shape.Hidden[0]);
    }

    /// <summary>Where each parameter stands in <see cref="Block"/>.</summary>
    public NetworkLayout Layout { get; }

    /// <summary>The shared parameters.</summary>
    public AlignedFloats Block { get; }

    /// <summary>Where each derived table stands.</summary>
    public NetworkProjection Projected { get; }

    public float* At(int offset) => Block.Pointer + offset;

    public float* DerivedAt(int offset) => _derived.Pointer + offset;

    /// <summary>Whether there are so few values that all are derived with every batch, and none when it needs them.</summary>
    public bool IsSmallCatalog => _shape.Values <= MostValuesAtOnce;

    /// <summary>Derives all that depends on the parameters.</summary>
    public void DeriveAll()
    {
        DeriveHours();
        DeriveDays();
        DeriveHidden();
        DeriveOutputs();
        for (var value = 0; value <= _shape.Values; value++)
            DeriveValue(value);
    }

    /// <summary>Derives the rows of all values, if there are few: the types once, and all values in one product.</summary>
    public void DeriveSmallCatalog()
    {
        if (!IsSmallCatalog)
            return;
        var (first, rows, sizes) = (_shape.Hidden[0], _shape.Values + 1, _shape.Sizes);
        var to = DerivedAt(Projected.Values);
        Project(At(Layout.HiddenBiases[0]), (Layout.Types, _shape.Types + 1, sizes.Type), Layout.FirstType, _types.Pointer);
        for (var value = 0; value < rows; value++)
            RowKernels.Copy(_types.Pointer + (_shape.TypeOfValue[value] * first), to + (value * first), first);
        MatrixProduct.Add(
            new(At(Layout.Values), rows, sizes.Value, Layout.ValueRow), new(At(Layout.FirstValue), sizes.Value, first, first), new(to, rows, first, first));
    }

    /// <summary>
    /// Derives the row of a value: it and its type through the first layer, bias included; the bias alone when the network
    /// does not take values.
    /// </summary>
    public void DeriveValue(int value)
    {
        var first = _shape.Hidden[0];
        var row = DerivedAt(Projected.Values + (value * first));
        Project(At(Layout.HiddenBiases[0]), (Layout.Types + (_shape.TypeOfValue[value] * NetworkShape.Padded(_shape.Sizes.Type)), 1, _shape.Sizes.Type), Layout.FirstType, row);
        Project(row, (Layout.Values + (value * Layout.ValueRow), 1, _shape.Sizes.Value), Layout.FirstValue, row);
    }

    /// <summary>Derives what depends on hours.</summary>
    public void DeriveHours() =>
        Project(RowKernels.Zeros(_shape.Hidden[0]), (Layout.Hours, TimeSlot.Hours, _shape.Sizes.Hour), Layout.FirstHour, DerivedAt(Projected.Hours));

    /// <summary>Derives what depends on days.</summary>
    public void DeriveDays() =>
        Project(RowKernels.Zeros(_shape.Hidden[0]), (Layout.Days, TimeSlot.Days, _shape.Sizes.Day), Layout.FirstDay, DerivedAt(Projected.Days));

    /// <summary>Derives the transposed weights of the users' slice of the first layer, and of the other hidden layers.</summary>
    public void DeriveHidden()
    {
        Transposition.Write(At(Layout.FirstUser), _shape.UserWidth, _shape.Hidden[0], DerivedAt(Projected.FirstUserTransposed));
        for (var layer = 1; layer < _shape.Hidden.Length; layer++)
            Transposition.Write(At(Layout.HiddenWeights[layer]), _shape.Hidden[layer - 1], _shape.Hidden[layer], DerivedAt(Projected.HiddenTransposed[layer]));
    }

    /// <summary>Derives what depends on the weights of the outputs.</summary>
    public void DeriveOutputs()
    {
        Transposition.Write(At(Layout.OutputWeight), _shape.Hidden[^1], _shape.OutputWidth, DerivedAt(Projected.OutputTransposed));
        Transposition.Write(At(Layout.FactorWeight), _shape.Factors, _shape.OutputWidth, DerivedAt(Projected.FactorTransposed));
        if (!_shape.HasFewOutputs)
            return;
        PairProduct.Pack(At(Layout.OutputWeight), _shape.Hidden[^1], DerivedAt(Projected.FewOutputs));
        PairProduct.Pack(At(Layout.FactorWeight), _shape.Factors, DerivedAt(Projected.FewFactors));
    }

    // Rows of a table, each times its slice of the first layer, on top of a row they start from.
    private void Project(float* start, (int Offset, int Rows, int Size) table, int slice, float* to)
    {
        var first = _shape.Hidden[0];
        MatrixProduct.Start(
            start,
            new(At(table.Offset), table.Rows, table.Size, NetworkShape.Padded(table.Size)),
            new(At(slice), table.Size, first, first),
            new(to, table.Rows, first, first));
    }
}
