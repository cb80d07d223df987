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
    private readonly NetworkShape _shape;
    private readonly AlignedFloats _derived;

    public NetworkWeights(NetworkShape shape)
    {
        _shape = shape;
        Layout = new(shape);
        Block = new(Layout.Length);
        Projected = new(shape);
        _derived = new(Projected.Length);
    }

    /// <summary>Where each parameter stands in <see cref="Block"/>.</summary>
    public NetworkLayout Layout { get; }

    /// <summary>The shared parameters.</summary>
    public AlignedFloats Block { get; }

    /// <summary>Where each derived table stands.</summary>
    public NetworkProjection Projected { get; }

    public float* At(int offset) => Block.Pointer + offset;

    public float* DerivedAt(int offset) => _derived.Pointer + offset;

    /// <summary>Derives all that depends on the parameters.</summary>
    public void DeriveAll()
    {
        DeriveDense();
        for (var value = 0; value <= _shape.Values; value++)
            DeriveValue(value);
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

    /// <summary>Derives what does not depend on values: hours, days, transposed weights.</summary>
    public void DeriveDense()
    {
        var first = _shape.Hidden[0];
        Project(RowKernels.Zeros(first), (Layout.Hours, TimeSlot.Hours, _shape.Sizes.Hour), Layout.FirstHour, DerivedAt(Projected.Hours));
        Project(RowKernels.Zeros(first), (Layout.Days, TimeSlot.Days, _shape.Sizes.Day), Layout.FirstDay, DerivedAt(Projected.Days));
        Transposition.Write(At(Layout.FirstUser), _shape.UserWidth, first, DerivedAt(Projected.FirstUserTransposed));
        for (var layer = 1; layer < _shape.Hidden.Length; layer++)
            Transposition.Write(At(Layout.HiddenWeights[layer]), _shape.Hidden[layer - 1], _shape.Hidden[layer], DerivedAt(Projected.HiddenTransposed[layer]));
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
