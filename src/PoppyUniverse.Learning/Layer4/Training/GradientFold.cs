using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// Brings the gradients of what was derived back to the parameters: a projected row is embedding · weights (+ bias), so
/// its gradient belongs to all three. Values, hours, days and outputs have places of their own, so several threads may fold,
/// each with an instance of its own.
/// </summary>
internal sealed unsafe class GradientFold
{
    // values are gathered so many at a time, however large the catalog
    private const int ValuesAtATime = 64;

    private readonly NetworkShape _shape;
    private readonly NetworkWeights _weights;
    private readonly AlignedFloats _transposed;
    private readonly AlignedFloats _gradRows;
    private readonly AlignedFloats _gradTypes;
    private readonly AlignedFloats _embeddings;
    private readonly AlignedFloats _gradEmbeddings;

    public GradientFold(NetworkShape shape, NetworkWeights weights)
    {
        (_shape, _weights) = (shape, weights);
        var (sizes, first) = (shape.Sizes, shape.Hidden[0]);
        var widest = NetworkShape.Padded(Math.Max(Math.Max(sizes.Type, sizes.Value), Math.Max(sizes.Hour, sizes.Day)));
        _transposed = new(Math.Max((long)widest * first, PairProduct.MostColumns * 2L * Math.Max(shape.Hidden[^1], shape.FactorWidth)));
        _gradRows = new((long)ValuesAtATime * first);
        _gradTypes = new((shape.Types + 1L) * first);
        _embeddings = new((long)ValuesAtATime * NetworkShape.Padded(sizes.Value));
        _gradEmbeddings = new((long)ValuesAtATime * NetworkShape.Padded(sizes.Value));
    }

    /// <summary>Of values and their types: sums of a batch that has these values (one, 0, when the network does not take values).</summary>
    public void Values(LaneGradients sum, ReadOnlySpan<int> values)
    {
        var (layout, sizes, first) = (_weights.Layout, _shape.Sizes, _shape.Hidden[0]);
        RowKernels.Clear(_gradTypes.Pointer, _gradTypes.Length);
        foreach (var value in values)
        {
            RowKernels.Add(sum.ProjectedValue(value), sum.At(layout.HiddenBiases[0]), first);
            RowKernels.Add(sum.ProjectedValue(value), _gradTypes.Pointer + (_shape.TypeOfValue[value] * first), first);
        }

        if (!_shape.TakesValue)
            return;
        FoldTable(sum, _gradTypes.Pointer, _shape.Types + 1, (layout.Types, layout.FirstType, sizes.Type));
        Transposition.Write(_weights.At(layout.FirstValue), sizes.Value, first, _transposed.Pointer);
        for (var start = 0; start < values.Length; start += ValuesAtATime)
            FoldGathered(sum, values.Slice(start, Math.Min(ValuesAtATime, values.Length - start)), isFirst: start == 0);
    }

    /// <summary>Of hours.</summary>
    public void Hours(LaneGradients sum)
    {
        var layout = _weights.Layout;
        FoldTable(sum, sum.TableAt(_weights.Projected.Hours), TimeSlot.Hours, (layout.Hours, layout.FirstHour, _shape.Sizes.Hour));
    }

    /// <summary>Of days.</summary>
    public void Days(LaneGradients sum)
    {
        var layout = _weights.Layout;
        FoldTable(sum, sum.TableAt(_weights.Projected.Days), TimeSlot.Days, (layout.Days, layout.FirstDay, _shape.Sizes.Day));
    }

    /// <summary>Of the weights of few outputs.</summary>
    public void Outputs(LaneGradients sum)
    {
        var (layout, projected) = (_weights.Layout, _weights.Projected);
        if (!_shape.HasFewOutputs)
            return;
        FoldFew(sum.TableAt(projected.FewOutputs), _shape.Hidden[^1], _shape.Hidden[^1], sum.At(layout.OutputWeight));
        if (_shape.Factors > 0)
            FoldFew(sum.TableAt(projected.FewFactors), _shape.FactorWidth, _shape.Factors, sum.At(layout.FactorWeight));
    }

    private void FoldGathered(LaneGradients sum, ReadOnlySpan<int> values, bool isFirst)
    {
        var (layout, size, first) = (_weights.Layout, _shape.Sizes.Value, _shape.Hidden[0]);
        var padded = NetworkShape.Padded(size);
        for (var i = 0; i < values.Length; i++)
        {
            RowKernels.Copy(sum.ProjectedValue(values[i]), _gradRows.Pointer + (i * first), first);
            RowKernels.Copy(_weights.At(layout.Values + (values[i] * layout.ValueRow)), _embeddings.Pointer + (i * padded), padded);
        }

        Matrix grads = new(_gradRows.Pointer, values.Length, first, first);
        MatrixProduct.Start(RowKernels.Zeros(padded), grads, new(_transposed.Pointer, first, padded, padded), new(_gradEmbeddings.Pointer, values.Length, padded, padded));
        Matrix embeddings = new(_embeddings.Pointer, values.Length, size, padded), slice = new(sum.At(layout.FirstValue), size, first, first);
        if (isFirst)
            MatrixProduct.Start(RowKernels.Zeros(first), embeddings.Transposed, grads, slice);
        else
            MatrixProduct.Add(embeddings.Transposed, grads, slice);
        for (var i = 0; i < values.Length; i++)
            RowKernels.Copy(_gradEmbeddings.Pointer + (i * padded), sum.Value(values[i]), padded);
    }

    // embeddings = gradRows · sliceᵀ and slice = embeddingsᵀ · gradRows, on the side of the gradients
    private void FoldTable(LaneGradients sum, float* gradRows, int rows, (int Table, int Slice, int Size) field)
    {
        var (first, padded) = (_shape.Hidden[0], NetworkShape.Padded(field.Size));
        Transposition.Write(_weights.At(field.Slice), field.Size, first, _transposed.Pointer);
        Matrix grads = new(gradRows, rows, first, first);
        MatrixProduct.Start(RowKernels.Zeros(padded), grads, new(_transposed.Pointer, first, padded, padded), new(sum.At(field.Table), rows, padded, padded));
        MatrixProduct.Start(RowKernels.Zeros(first), new Matrix(_weights.At(field.Table), rows, field.Size, padded).Transposed, grads, new(sum.At(field.Slice), field.Size, first, first));
    }

    // (8 × width) to the first rows of (width × 16)
    private void FoldFew(float* few, int width, int rows, float* grad)
    {
        Transposition.Write(few, PairProduct.MostColumns, width, _transposed.Pointer);
        RowKernels.Copy(_transposed.Pointer, grad, rows * MatrixProduct.ColumnGroup);
    }
}
