using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Kernels;
using PoppyUniverse.Learning.Layer4;

namespace PoppyUniverse.Learning.FoldingIn;

/// <summary>
/// Cross-entropy of picked values for queries, the values' vectors fixed. Beyond some thousands of values the softmax runs
/// over the most popular ones and those that were picked. Not thread-safe.
/// </summary>
internal sealed unsafe class PickLoss : ITileLoss
{
    /// <summary>The most values that are looked at, beside those picked.</summary>
    public const int MostValues = 4_096;

    private readonly Candidates _candidates;
    private readonly AlignedFloats _logits;
    private readonly int[] _places;
    private readonly int _width;

    /// <param name="vectors">The values' vectors.</param>
    /// <param name="popular">The values to look at, ascending.</param>
    /// <param name="picked">The values that rows have.</param>
    public PickLoss(ValueVectors vectors, IReadOnlyList<int> popular, IEnumerable<int> picked)
    {
        int[] values = vectors.Values == popular.Count ? [.. popular] : [.. popular.Concat(picked).Distinct().Order()];
        _candidates = new(vectors, values.Length);
        _candidates.Gather(values);
        _places = values;
        _width = vectors.Width;
        _logits = new((long)TileForward.Rows * _candidates.Columns);
    }

    /// <inheritdoc/>
    public void Clear()
    {
        // no parameters of its own
    }

    /// <inheritdoc/>
    public double Backward(ReadOnlySpan<PackedRow> rows, float* outputs, ReadOnlySpan<float> scales)
    {
        var columns = _candidates.Columns;
        _candidates.Logits(outputs, rows.Length, _logits.Pointer);
        var loss = 0.0;
        for (var i = 0; i < rows.Length; i++)
        {
            var logits = _logits.Pointer + ((nint)i * columns);
            var picked = Array.BinarySearch(_places, rows[i].Value);
            var own = logits[picked];
            var (largest, sum) = RowKernels.ExpSum(logits, columns);
            RowKernels.Scale(logits, columns, scales[i] / sum);
            logits[picked] -= scales[i];
            loss += scales[i] * (PortableMath.Log(sum) + largest - own);
        }

        Matrix grads = new(_logits.Pointer, rows.Length, _candidates.Count, columns), queries = new(outputs, rows.Length, _width, _width);
        new Span<float>(outputs, rows.Length * _width).Clear();
        MatrixProduct.Add(grads, _candidates.Rows, queries);
        return loss;
    }

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<PackedRow> rows, float* outputs)
    {
        Span<float> ones = stackalloc float[TileForward.Rows];
        ones.Fill(1);
        return Backward(rows, outputs, ones);
    }
}
