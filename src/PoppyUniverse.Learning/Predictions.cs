using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning;

/// <summary>Where predictions for B rows go. An empty span means: not asked for.</summary>
public readonly ref struct Predictions
{
    /// <summary>Expected Strength in [1, 5], (B).</summary>
    public Span<float> ExpectedStrengths { get; init; }

    /// <summary>Probabilities of Strength 1…5, (B × 5); each row adds up to 1 within rounding.</summary>
    public Span<float> ClassProbabilities { get; init; }

    /// <summary>Probability of the row's value among all values of the catalog, (B).</summary>
    public Span<float> ChoiceProbabilities { get; init; }

    /// <summary>What is asked for.</summary>
    public PredictionTargets Asked =>
        (ExpectedStrengths.IsEmpty ? 0 : PredictionTargets.Strength)
        | (ClassProbabilities.IsEmpty ? 0 : PredictionTargets.Class)
        | (ChoiceProbabilities.IsEmpty ? 0 : PredictionTargets.Choice);

    /// <summary>Checks this destination against a number of rows and a model's targets.</summary>
    /// <exception cref="ArgumentException">A span of another length, or a target the model does not predict.</exception>
    public void Validate(int rows, PredictionTargets offered)
    {
        Require(ExpectedStrengths.Length, rows, nameof(ExpectedStrengths));
        Require(ClassProbabilities.Length, rows * Interaction.StrengthClasses, nameof(ClassProbabilities));
        Require(ChoiceProbabilities.Length, rows, nameof(ChoiceProbabilities));
        if ((Asked & ~offered) != 0)
            throw new ArgumentException($"The model predicts {offered}; asked for {Asked}.");

        static void Require(int length, int expected, string name)
        {
            if (length != 0 && length != expected)
                throw new ArgumentException($"'{name}' has length {length}, expected {expected} or none.");
        }
    }
}
