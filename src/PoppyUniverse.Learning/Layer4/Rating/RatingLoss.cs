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
    private const int Outputs = NetworkParameters.RatingOutputs;
    private const int Group = MatrixProduct.ColumnGroup;
    private const int Width = MatrixProduct.ColumnGroup;

    // keeps the logarithm finite where a probability underflows
    private const float SmallestProbability = 1e-37f;

    private readonly AlignedFloats _columns = new(Outputs * TileForward.Rows);
    private readonly AlignedFloats _strengths = new(TileForward.Rows);
    private readonly AlignedFloats _losses = new(TileForward.Rows);
    private readonly AlignedFloats _scales = new(TileForward.Rows);

    /// <summary>Class probabilities by column, (5 × 64), after a call.</summary>
    public float* Probabilities => _columns.Pointer + TileForward.Rows;

    /// <inheritdoc/>
    public void Clear()
    {
        // no parameters of its own
    }

    /// <inheritdoc/>
    public double Backward(ReadOnlySpan<PackedRow> rows, float* outputs, ReadOnlySpan<float> scales)
    {
        Evaluate(rows, outputs);
        scales[..rows.Length].CopyTo(_scales.Span);
        for (var i = 0; i < rows.Length; i += Group)
        {
            var strengths = Vector512.Load(_strengths.Pointer + i);
            var scale = Vector512.Load(_scales.Pointer + i);
            var error = Vector512.Load(_columns.Pointer + i) - strengths;
            (targets.HasFlag(PredictionTargets.Strength) ? (error + error) * scale : Vector512<float>.Zero).Store(_columns.Pointer + i);
            for (var c = 0; c < Classes; c++)
            {
                var column = Probabilities + (c * TileForward.Rows) + i;
                var hit = Vector512.Equals(strengths, Vector512.Create(c + 1f)) & Vector512<float>.One;
                (targets.HasFlag(PredictionTargets.Class) ? (Vector512.Load(column) - hit) * scale : Vector512<float>.Zero).Store(column);
            }
        }

        var loss = 0.0;
        for (var i = 0; i < rows.Length; i++)
        {
            loss += scales[i] * (double)_losses.Pointer[i];
            for (var o = 0; o < Outputs; o++)
                outputs[(i * Width) + o] = _columns.Pointer[(o * TileForward.Rows) + i];
        }

        return loss;
    }

    /// <summary>The summed loss of a tile; leaves the class probabilities in <see cref="Probabilities"/>.</summary>
    public double Evaluate(ReadOnlySpan<PackedRow> rows, float* outputs)
    {
        for (var i = 0; i < rows.Length; i++)
            _strengths.Pointer[i] = rows[i].Strength;
        Softmax(outputs, rows.Length);
        for (var i = 0; i < rows.Length; i += Group)
        {
            var strengths = Vector512.Load(_strengths.Pointer + i);
            var error = Vector512.Load(_columns.Pointer + i) - strengths;
            var loss = targets.HasFlag(PredictionTargets.Strength) ? error * error : Vector512<float>.Zero;
            if (targets.HasFlag(PredictionTargets.Class))
            {
                var truth = Vector512<float>.Zero;
                for (var c = 0; c < Classes; c++)
                    truth += Vector512.Equals(strengths, Vector512.Create(c + 1f)) & Vector512.Load(Probabilities + (c * TileForward.Rows) + i);
                loss -= PortableMath.Log(Vector512.Max(truth, Vector512.Create(SmallestProbability)));
            }

            loss.Store(_losses.Pointer + i);
        }

        var sum = 0.0;
        for (var i = 0; i < rows.Length; i++)
            sum += _losses.Pointer[i];
        return sum;
    }

    /// <summary>Lays outputs out by column and turns the five logits into probabilities.</summary>
    public void Softmax(float* outputs, int rows)
    {
        for (var i = 0; i < rows; i++)
        {
            for (var o = 0; o < Outputs; o++)
                _columns.Pointer[(o * TileForward.Rows) + i] = outputs[(i * Width) + o];
        }

        for (var i = 0; i < rows; i += Group)
        {
            var column = Probabilities + i;
            var largest = Vector512.Load(column);
            for (var c = 1; c < Classes; c++)
                largest = Vector512.Max(largest, Vector512.Load(column + (c * TileForward.Rows)));
            var sum = Vector512<float>.Zero;
            for (var c = 0; c < Classes; c++)
            {
                var power = PortableMath.Exp(Vector512.Load(column + (c * TileForward.Rows)) - largest);
                power.Store(column + (c * TileForward.Rows));
                sum += power;
            }

            for (var c = 0; c < Classes; c++)
                (Vector512.Load(column + (c * TileForward.Rows)) / sum).Store(column + (c * TileForward.Rows));
        }
    }
}
