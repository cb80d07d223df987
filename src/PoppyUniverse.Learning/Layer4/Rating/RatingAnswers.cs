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

    private readonly AlignedFloats _expected = new(TileForward.Rows);

    /// <summary>Writes the answers of a tile whose outputs are (6 × 64), for rows <paramref name="first"/> and on; uses them up.</summary>
    public void Write(float* columns, int first, int count, Predictions predictions)
    {
        for (var i = 0; i < count; i += Group)
            ClassSoftmax.Run(columns + TileForward.Rows + i);
        if (!predictions.ExpectedStrengths.IsEmpty)
            WriteStrengths(columns, count, predictions.ExpectedStrengths.Slice(first, count));
        if (!predictions.ClassProbabilities.IsEmpty)
            WriteProbabilities(columns + TileForward.Rows, count, predictions.ClassProbabilities.Slice(first * Classes, count * Classes));
    }

    private void WriteStrengths(float* columns, int count, Span<float> to)
    {
        var (weakest, strongest) = (Vector512.Create((float)Interaction.WeakestStrength), Vector512.Create((float)Interaction.StrongestStrength));
        for (var i = 0; i < count; i += Group)
        {
            var expected = targets.HasFlag(PredictionTargets.Strength) ? Vector512.Load(columns + i) : Mean(columns + TileForward.Rows + i);
            Vector512.Min(Vector512.Max(expected, weakest), strongest).Store(_expected.Pointer + i);
        }

        _expected.Span[..count].CopyTo(to);
    }

    private static Vector512<float> Mean(float* probabilities)
    {
        var mean = Vector512<float>.Zero;
        for (var c = 0; c < Classes; c++)
            mean = Vector512.FusedMultiplyAdd(Vector512.Create(c + 1f), Vector512.Load(probabilities + (c * TileForward.Rows)), mean);
        return mean;
    }

    // Sixteen rows at a time from columns to rows of five.
    private static void WriteProbabilities(float* columns, int count, Span<float> to)
    {
        fixed (float* start = to)
        {
            var i = 0;
            for (; i + Group <= count; i += Group)
                ClassRows.Write(columns + i, start + (i * Classes));
            var rest = stackalloc float[Group * Classes];
            if (i == count)
                return;
            ClassRows.Write(columns + i, rest);
            new Span<float>(rest, (count - i) * Classes).CopyTo(to[(i * Classes)..]);
        }
    }
}
