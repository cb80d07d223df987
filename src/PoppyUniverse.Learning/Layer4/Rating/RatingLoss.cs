using System.Runtime.Intrinsics;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// The two heads: squared error of Strength and cross-entropy of the five classes, L = Σ (ŷ − y)² + Σ −ln p(y), each when
/// it is a target. Works on 16 rows at a time, outputs laid out by column.
/// </summary>
internal sealed unsafe class RatingLoss(PredictionTargets targets) : ITileLoss
{
    private const int Classes = Interaction.StrengthClasses;
    private const int Group = MatrixProduct.ColumnGroup;

    // keeps the logarithm finite where a probability underflows
    private const float SmallestProbability = 1e-37f;

    private readonly bool _strength = targets.HasFlag(PredictionTargets.Strength);
    private readonly bool _class = targets.HasFlag(PredictionTargets.Class);
    private readonly AlignedFloats _columns = new(PairProduct.MostColumns * TileForward.Rows); // outputs, and zeros
    private readonly AlignedFloats _strengths = new(TileForward.Rows);
    private readonly AlignedFloats _losses = new(TileForward.Rows);
    private readonly AlignedFloats _scales = new(TileForward.Rows);

    /// <inheritdoc/>
    public void Clear()
    {
        // no parameters of its own
    }

    /// <inheritdoc/>
    public double Backward(ReadOnlySpan<PackedRow> rows, float* outputs, ReadOnlySpan<float> scales)
    {
        FindLosses(rows, outputs);
        scales[..rows.Length].CopyTo(_scales.Span);
        for (var i = 0; i < rows.Length; i += Group)
        {
            WriteGradients(i);
            // the columns beyond the outputs are still the zeros that stood there
            Transposition.FlatBlock(_columns.Pointer + i, TileForward.Rows, outputs + (i * Group), Group);
        }

        var loss = 0.0;
        for (var i = 0; i < rows.Length; i++)
            loss += scales[i] * (double)_losses.Pointer[i];
        return loss;
    }

    /// <inheritdoc/>
    public double Evaluate(ReadOnlySpan<PackedRow> rows, float* outputs)
    {
        FindLosses(rows, outputs);
        var sum = 0.0;
        for (var i = 0; i < rows.Length; i++)
            sum += _losses.Pointer[i];
        return sum;
    }

    // expected Strengths as the network says, (64)
    private float* Strengths => _columns.Pointer;

    // logits of the classes, then their probabilities, by column, (5 × 64)
    private float* Probabilities => _columns.Pointer + TileForward.Rows;

    private void FindLosses(ReadOnlySpan<PackedRow> rows, float* outputs)
    {
        for (var i = 0; i < rows.Length; i++)
            _strengths.Pointer[i] = rows[i].Strength;
        for (var i = 0; i < rows.Length; i += Group)
        {
            Transposition.TallBlock(outputs + (i * Group), Group, _columns.Pointer + i, TileForward.Rows);
            ClassSoftmax.Run(Probabilities + i, Probabilities + i, TileForward.Rows);
            var strengths = Vector512.Load(_strengths.Pointer + i);
            var error = Vector512.Load(Strengths + i) - strengths;
            var loss = _strength ? error * error : Vector512<float>.Zero;
            if (_class)
            {
                var truth = Vector512<float>.Zero;
                for (var c = 0; c < Classes; c++)
                    truth += Vector512.Equals(strengths, Vector512.Create(c + 1f)) & Vector512.Load(Probabilities + (c * TileForward.Rows) + i);
                loss -= PortableMath.Log(Vector512.Max(truth, Vector512.Create(SmallestProbability)));
            }

            loss.Store(_losses.Pointer + i);
        }
    }

    // Turns outputs and probabilities of 16 rows into gradients.
    private void WriteGradients(int i)
    {
        var (strengths, scale) = (Vector512.Load(_strengths.Pointer + i), Vector512.Load(_scales.Pointer + i));
        var error = Vector512.Load(Strengths + i) - strengths;
        (_strength ? (error + error) * scale : Vector512<float>.Zero).Store(Strengths + i);
        for (var c = 0; c < Classes; c++)
        {
            var column = Probabilities + (c * TileForward.Rows) + i;
            var hit = Vector512.Equals(strengths, Vector512.Create(c + 1f)) & Vector512<float>.One;
            (_class ? (Vector512.Load(column) - hit) * scale : Vector512<float>.Zero).Store(column);
        }
    }
}
