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
    private const int Lanes = ColumnProduct.Lanes;
    private const int MostStrips = UserTiles.MostValues;

    private readonly AlignedFloats _strengths = new(MostStrips * Lanes);
    private readonly AlignedFloats _probabilities = new(MostStrips * Lanes * Classes);
    private readonly AlignedFloats _rows = new(MostStrips * Lanes * Classes);

    /// <summary>Writes the answers of a tile.</summary>
    public void Write(RatingTile tile, Predictions predictions)
    {
        for (var strip = 0; strip < tile.Strips; strip++)
            Answer(tile.Strip(strip), strip);
        if (!predictions.ExpectedStrengths.IsEmpty)
            Write(_strengths.Pointer, 1, tile, predictions.ExpectedStrengths);
        if (!predictions.ClassProbabilities.IsEmpty)
            Write(_probabilities.Pointer, Classes, tile, predictions.ClassProbabilities);
    }

    private void Answer(float* outputs, int strip)
    {
        var probabilities = _probabilities.Pointer + (strip * Classes * Lanes);
        ClassSoftmax.Run(outputs + Lanes, probabilities, Lanes);
        var expected = targets.HasFlag(PredictionTargets.Strength) ? Vector512.Load(outputs) : Mean(probabilities);
        var (weakest, strongest) = (Vector512.Create((float)Interaction.WeakestStrength), Vector512.Create((float)Interaction.StrongestStrength));
        Vector512.Min(Vector512.Max(expected, weakest), strongest).Store(_strengths.Pointer + (strip * Lanes));
    }

    private static Vector512<float> Mean(float* probabilities)
    {
        var mean = Vector512<float>.Zero;
        for (var c = 0; c < Classes; c++)
            mean = Vector512.FusedMultiplyAdd(Vector512.Create(c + 1f), Vector512.Load(probabilities + (c * Lanes)), mean);
        return mean;
    }

    // From columns of sixteen lanes to rows of so many numbers.
    private void Write(float* columns, int width, RatingTile tile, Span<float> to)
    {
        var (count, runs) = (tile.Strips * width, tile.Runs);
        to = to[(tile.First * width)..];
        if (runs.Length == 1)
        {
            new Span<float>(InRows(columns, width), runs.Users * width).CopyTo(to);
            return;
        }

        var stride = (count + Lanes - 1) / Lanes * Lanes;
        for (var j = 0; j < count; j += Lanes)
            Transposition.Block(columns + (j * Lanes), Lanes, count - j, _rows.Pointer + j, stride);
        for (var lane = 0; lane < runs.Users; lane++)
            _rows.Slice(lane * stride, count).CopyTo(to[(lane * runs.Length * width)..]);
    }

    // A single strip.
    private float* InRows(float* columns, int width)
    {
        if (width == 1)
            return columns;
        ClassRows.Write(columns, _rows.Pointer);
        return _rows.Pointer;
    }
}
