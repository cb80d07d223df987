using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning;

/// <summary>Owned memory for the predictions of <paramref name="rows"/> rows.</summary>
/// <param name="rows">Number of rows B.</param>
/// <param name="targets">What to keep room for.</param>
public sealed class PredictionBuffer(int rows, PredictionTargets targets)
{
    /// <summary>Number of rows B.</summary>
    public int Count => rows;

    /// <summary>What there is room for.</summary>
    public PredictionTargets Targets => targets;

    /// <summary>(B), or empty.</summary>
    public float[] ExpectedStrengths { get; } = Room(rows, targets, PredictionTargets.Strength);

    /// <summary>(B × 5), or empty.</summary>
    public float[] ClassProbabilities { get; } = Room(rows * Interaction.StrengthClasses, targets, PredictionTargets.Class);

    /// <summary>(B), or empty.</summary>
    public float[] ChoiceProbabilities { get; } = Room(rows, targets, PredictionTargets.Choice);

    /// <summary>The first <paramref name="count"/> rows from <paramref name="first"/> as a destination.</summary>
    public Predictions Slice(int first, int count) => new()
    {
        ExpectedStrengths = Part(ExpectedStrengths, first, count, 1),
        ClassProbabilities = Part(ClassProbabilities, first, count, Interaction.StrengthClasses),
        ChoiceProbabilities = Part(ChoiceProbabilities, first, count, 1),
    };

    /// <summary>All rows as a destination.</summary>
    public Predictions All => Slice(0, rows);

    private static float[] Room(int length, PredictionTargets targets, PredictionTargets target) =>
        targets.HasFlag(target) ? new float[length] : [];

    private static Span<float> Part(float[] all, int first, int count, int width) =>
        all.Length == 0 ? [] : all.AsSpan(first * width, count * width);
}
