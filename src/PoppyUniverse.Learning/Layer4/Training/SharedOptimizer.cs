using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// Moves the shared parameters: adds up the lanes' gradients in order of lanes, folds those of the projected tables back
/// to embeddings and first-layer weights, takes an Adam step, and derives the tables anew. A value's row moves (and
/// decays) only in batches that it occurs in, like a user's.
/// </summary>
/// <param name="shape">Sizes.</param>
/// <param name="weights">What is moved.</param>
/// <param name="decay">Weight decay of layers and small tables.</param>
/// <param name="valueDecays">Weight decay of each value's row, the unknown one last.</param>
internal sealed unsafe class SharedOptimizer(NetworkShape shape, NetworkWeights weights, float decay, float[] valueDecays)
{
    private readonly AlignedFloats _transposed = new((long)Widest(shape.Sizes) * shape.Hidden[0]);

    /// <summary>First moments.</summary>
    public AlignedFloats Mean { get; } = new(weights.Layout.Length);

    /// <summary>Second moments.</summary>
    public AlignedFloats Variance { get; } = new(weights.Layout.Length);

    /// <summary>One step from the gradients of all lanes; the first lane's sums are used up.</summary>
    public void Step(IReadOnlyList<Lane> lanes, ReadOnlySpan<int> values, in Adam adam)
    {
        var (sum, layout) = (Sum(lanes, values), weights.Layout);
        adam.Clip(sum.At(0), layout.DenseLength);
        Move(adam, sum, 0, layout.DecayedLength, decay);
        Move(adam, sum, layout.DecayedLength, layout.DenseLength - layout.DecayedLength, 0);
        if (shape.TakesValue)
            MoveValues(adam, sum, values);
        weights.DeriveDense();
    }

    /// <summary>The gradients of the shared parameters, summed and folded, in the first lane's sums.</summary>
    public LaneGradients Sum(IReadOnlyList<Lane> lanes, ReadOnlySpan<int> values)
    {
        var sum = lanes[0].Gradients;
        for (var lane = 1; lane < lanes.Count; lane++)
            sum.Add(lanes[lane].Gradients, values);
        Fold(sum, values);
        return sum;
    }

    // A projected row is embedding · weights (+ bias), so its gradient belongs to all three.
    private void Fold(LaneGradients sum, ReadOnlySpan<int> values)
    {
        var (layout, sizes, first) = (weights.Layout, shape.Sizes, shape.Hidden[0]);
        Transpose(layout.FirstValue, sizes.Value);
        foreach (var value in values)
        {
            RowKernels.Add(sum.ProjectedValue(value), sum.At(layout.HiddenBiases[0]), first);
            FoldRow(sum, sum.ProjectedValue(value), layout.Values + (value * layout.ValueRow), layout.FirstValue, sizes.Value);
        }

        Transpose(layout.FirstType, sizes.Type);
        foreach (var value in values)
            FoldRow(sum, sum.ProjectedValue(value), layout.Types + (shape.TypeOfValue[value] * NetworkShape.Padded(sizes.Type)), layout.FirstType, sizes.Type);
        FoldTable(sum, sum.TableAt(weights.Projected.Hours), TimeSlot.Hours, (layout.Hours, layout.FirstHour, sizes.Hour));
        FoldTable(sum, sum.TableAt(weights.Projected.Days), TimeSlot.Days, (layout.Days, layout.FirstDay, sizes.Day));
    }

    private void FoldTable(LaneGradients sum, float* gradRows, int rows, (int Table, int Slice, int Size) field)
    {
        Transpose(field.Slice, field.Size);
        for (var row = 0; row < rows; row++)
            FoldRow(sum, gradRows + (row * shape.Hidden[0]), field.Table + (row * NetworkShape.Padded(field.Size)), field.Slice, field.Size);
    }

    // embedding += gradRow · sliceᵀ and slice += embeddingᵀ · gradRow, on the side of the gradients
    private void FoldRow(LaneGradients sum, float* gradRow, int embedding, int slice, int size)
    {
        var (first, padded) = (shape.Hidden[0], NetworkShape.Padded(size));
        Matrix grad = new(gradRow, 1, first, first);
        MatrixProduct.Add(grad, new(_transposed.Pointer, first, padded, padded), new(sum.At(embedding), 1, padded, padded));
        MatrixProduct.Add(new(weights.At(embedding), size, 1, 1), grad, new(sum.At(slice), size, first, first));
    }

    // The slice as (first hidden width × padded size), zeros where it is padded.
    private void Transpose(int slice, int size)
    {
        var (first, padded) = (shape.Hidden[0], NetworkShape.Padded(size));
        _transposed.Slice(0, first * padded).Clear();
        RowKernels.Transpose(weights.At(slice), size, first, _transposed.Pointer, padded);
    }

    private void MoveValues(in Adam adam, LaneGradients sum, ReadOnlySpan<int> values)
    {
        var layout = weights.Layout;
        foreach (var value in values)
        {
            var row = layout.Values + (value * layout.ValueRow);
            adam.Clip(sum.At(row), layout.ValueRow);
            Move(adam, sum, row, layout.ValueBias, valueDecays[value]);
            Move(adam, sum, row + layout.ValueBias, layout.ValueRow - layout.ValueBias, 0);
        }
    }

    private void Move(in Adam adam, LaneGradients sum, int start, int length, float rowDecay) =>
        adam.Step(weights.At(start), Mean.Pointer + start, Variance.Pointer + start, sum.At(start), length, rowDecay);

    private static int Widest(EmbeddingSizes sizes) =>
        NetworkShape.Padded(Math.Max(Math.Max(sizes.Type, sizes.Value), Math.Max(sizes.Hour, sizes.Day)));
}
