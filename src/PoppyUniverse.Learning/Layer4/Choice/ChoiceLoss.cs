using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// Cross-entropy of the value that was picked: −ln of its share in the softmax over the candidates of the step, or, when
/// evaluated, over all values. A lane's gradients of candidates stand in rows of <see cref="ValueVectors"/>.
/// </summary>
internal sealed unsafe class ChoiceLoss : ITileLoss
{
    private readonly ChoiceHead _head;
    private readonly ChoiceSoftmax _softmax;
    private readonly AlignedFloats _logits;
    private readonly AlignedFloats _gradVectors;
    private readonly AlignedFloats _gradBiases;

    public ChoiceLoss(ChoiceHead head)
    {
        _head = head;
        _softmax = new(head.Vectors);
        _logits = new((long)TileForward.Rows * head.Candidates.Capacity);
        _gradVectors = new((long)head.Candidates.Capacity * head.Vectors.Width);
        _gradBiases = new(head.Candidates.Capacity);
    }

    /// <summary>The gradient of a candidate's vector.</summary>
    public float* GradVector(int candidate) => _gradVectors.Pointer + ((nint)candidate * _head.Vectors.Width);

    /// <summary>The gradient of a candidate's bias.</summary>
    public float GradBias(int candidate) => _gradBiases.Pointer[candidate];

    /// <summary>Copies the gradients of all candidates' vectors and biases, for another rank.</summary>
    public void Write(Span<float> to)
    {
        Vectors.CopyTo(to);
        Biases.CopyTo(to[Vectors.Length..]);
    }

    /// <summary>Takes them from another rank.</summary>
    public void Read(ReadOnlySpan<float> from)
    {
        from[..Vectors.Length].CopyTo(Vectors);
        from.Slice(Vectors.Length, Biases.Length).CopyTo(Biases);
    }

    public void Clear()
    {
        _gradVectors.Slice(0, _head.Candidates.Count * _head.Vectors.Width).Clear();
        _gradBiases.Slice(0, _head.Candidates.Columns).Clear();
    }

    public double Backward(ReadOnlySpan<PackedRow> rows, float* outputs, ReadOnlySpan<float> scales)
    {
        var (candidates, width) = (_head.Candidates, _head.Vectors.Width);
        var columns = candidates.Columns;
        candidates.Logits(outputs, rows.Length, _logits.Pointer);
        var loss = 0.0;
        for (var i = 0; i < rows.Length; i++)
            loss += scales[i] * RowGradient(_logits.Pointer + ((nint)i * columns), columns, _head.PlaceOf(rows[i].Value), scales[i]);
        Matrix grads = new(_logits.Pointer, rows.Length, candidates.Count, columns), queries = new(outputs, rows.Length, width, width);
        RowKernels.AddRows(_logits.Pointer, rows.Length, columns, _gradBiases.Pointer);
        MatrixProduct.Add(grads.Transposed, queries, new(_gradVectors.Pointer, candidates.Count, width, width));
        new Span<float>(outputs, rows.Length * width).Clear();
        MatrixProduct.Add(grads, candidates.Rows, queries);
        return loss;
    }

    public double Evaluate(ReadOnlySpan<PackedRow> rows, float* outputs)
    {
        _softmax.Run(outputs, rows.Length);
        var loss = 0.0;
        for (var i = 0; i < rows.Length; i++)
            loss += _softmax.LogSums[i] - _softmax.Logit(outputs, i, rows[i].Value);
        return loss;
    }

    private Span<float> Vectors => _gradVectors.Slice(0, _head.Candidates.Count * _head.Vectors.Width);

    private Span<float> Biases => _gradBiases.Slice(0, _head.Candidates.Count);

    // Turns a row of logits into its gradient and returns its loss. The picked value counts as itself; every other one as
    // many times as it stands for.
    private double RowGradient(float* logits, int columns, int picked, float scale)
    {
        var own = logits[picked];
        if (_head.LogWeights is { } weights)
        {
            RowKernels.Add(weights.Pointer, logits, columns);
            logits[picked] = own;
        }

        var (largest, sum) = RowKernels.ExpSum(logits, columns);
        RowKernels.Scale(logits, columns, scale / sum);
        logits[picked] -= scale;
        return PortableMath.Log(sum) + largest - own;
    }
}
