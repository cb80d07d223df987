using PoppyUniverse.Interactions;

namespace PoppyUniverse.Evaluation.Reports;

/// <summary>
/// Whether probabilities mean what they say: class probabilities of rated rows in ten bins of equal width, all five classes
/// together, as in <see cref="Metrics.Metric.Calibration"/>. Where a model says 30 %, it should happen in 30 % of the cases.
/// </summary>
/// <param name="Bins">The bins that hold any, ascending.</param>
public sealed record CalibrationCurve(IReadOnlyList<CalibrationBin> Bins)
{
    private const int BinCount = Metrics.Sums.BinCount;
    private const int Classes = Interaction.StrengthClasses;

    /// <summary>Collects the curve of some test rows.</summary>
    /// <param name="test">The rows; those without a Strength do not count.</param>
    /// <param name="classProbabilities">(n × 5), what was said of each row.</param>
    /// <exception cref="ArgumentException">Probabilities of another number of rows.</exception>
    public static CalibrationCurve Of(InteractionLog test, ReadOnlySpan<float> classProbabilities)
    {
        ArgumentNullException.ThrowIfNull(test);
        if (classProbabilities.Length != test.Count * Classes)
            throw new ArgumentException($"'classProbabilities' has length {classProbabilities.Length}; expected {test.Count * Classes} for {test.Count} rows.", nameof(classProbabilities));
        var (counts, said, happened) = (new long[BinCount], new double[BinCount], new long[BinCount]);
        foreach (var row in test.Rows())
        {
            if (test.Strengths[row] == Interaction.MissingStrength)
                continue;
            for (var c = 0; c < Classes; c++)
            {
                var probability = classProbabilities[(int)((row * Classes) + c)];
                var bin = Math.Min((int)(probability * BinCount), BinCount - 1);
                counts[bin]++;
                said[bin] += probability;
                happened[bin] += test.Strengths[row] == c + 1 ? 1 : 0;
            }
        }

        return new([.. Enumerable.Range(0, BinCount).Where(bin => counts[bin] > 0).Select(bin => new CalibrationBin(counts[bin], said[bin] / counts[bin], happened[bin] / (double)counts[bin]))]);
    }
}

/// <summary>Statements of about the same probability.</summary>
/// <param name="Count">How many.</param>
/// <param name="Said">Their mean probability.</param>
/// <param name="Happened">Share of them that came true.</param>
public sealed record CalibrationBin(long Count, double Said, double Happened);
