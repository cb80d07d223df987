using System.Runtime.Intrinsics;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// Turns outputs of the rating network into answers: probabilities by softmax, the expected Strength held to [1, 5]. When
/// only classes were learned, the expected Strength is that of their probabilities.
/// </summary>
internal sealed unsafe class RatingAnswers(PredictionTargets targets)
{
    private const int Classes = Interaction.StrengthClasses;
    private const int Group = MatrixProduct.ColumnGroup;

    private readonly RatingLoss _loss = new(targets);
    private readonly AlignedFloats _rows = new(Group * Group);
    private readonly AlignedFloats _expected = new(TileForward.Rows);

    /// <summary>Writes the answers of a tile, (count × 16) outputs of rows <paramref name="first"/> and on.</summary>
    public void Write(float* outputs, int first, int count, Predictions predictions)
    {
        _loss.Softmax(outputs, count);
        if (!predictions.ExpectedStrengths.IsEmpty)
            WriteStrengths(count, predictions.ExpectedStrengths.Slice(first, count));
        if (!predictions.ClassProbabilities.IsEmpty)
            WriteProbabilities(count, predictions.ClassProbabilities.Slice(first * Classes, count * Classes));
    }

    private void WriteStrengths(int count, Span<float> to)
    {
        var (weakest, strongest) = (Vector512.Create((float)Interaction.WeakestStrength), Vector512.Create((float)Interaction.StrongestStrength));
        for (var i = 0; i < count; i += Group)
        {
            var expected = targets.HasFlag(PredictionTargets.Strength) ? Vector512.Load(_loss.Strengths + i) : Mean(i);
            Vector512.Min(Vector512.Max(expected, weakest), strongest).Store(_expected.Pointer + i);
        }

        _expected.Span[..count].CopyTo(to);
    }

    private Vector512<float> Mean(int i)
    {
        var mean = Vector512<float>.Zero;
        for (var c = 0; c < Classes; c++)
            mean = Vector512.FusedMultiplyAdd(Vector512.Create(c + 1f), Vector512.Load(_loss.Probabilities + (c * TileForward.Rows) + i), mean);
        return mean;
    }

    // Sixteen rows at a time from columns to rows, and from there the five of each row.
    private void WriteProbabilities(int count, Span<float> to)
    {
        fixed (float* start = to)
        {
            var row = start;
            for (var i = 0; i < count; i += Group)
            {
                Transposition.Block(_loss.Probabilities + i, TileForward.Rows, Classes, _rows.Pointer, Group);
                for (var r = 0; r < Math.Min(Group, count - i); r++, row += Classes)
                {
                    Vector128.Load(_rows.Pointer + (r * Group)).Store(row);
                    row[Classes - 1] = _rows.Pointer[(r * Group) + Classes - 1];
                }
            }
        }
    }
}
