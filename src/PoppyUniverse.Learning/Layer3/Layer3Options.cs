namespace PoppyUniverse.Learning;

/// <summary>
/// Size and training of Layer 3. Recorded in the model: the same options, log and seed give the same model bytes for any
/// number of threads and on any machine.
/// </summary>
public sealed record Layer3Options
{
    /// <summary>
    /// What to learn: Strength and Class (the classes follow from the expected Strength), Choice, or several. Default
    /// Strength and Class.
    /// </summary>
    public PredictionTargets Targets { get; init; } = PredictionTargets.Strength | PredictionTargets.Class;

    /// <summary>The factorization of Strength.</summary>
    public RatingFactorOptions Rating { get; init; } = new();

    /// <summary>The factorization of what users pick.</summary>
    public ChoiceFactorOptions Choice { get; init; } = new();

    /// <summary>Share of the latest interactions that is held back to choose sizes and sweeps with, 0 (the first candidate, unjudged) to 0.5. Default 0.1.</summary>
    public double ValidationFraction { get; init; } = 0.1;

    /// <summary>Whether Strength or Class is a target.</summary>
    internal bool LearnsRatings => (Targets & (PredictionTargets.Strength | PredictionTargets.Class)) != 0;

    /// <summary>Whether Choice is a target.</summary>
    internal bool LearnsChoices => Targets.HasFlag(PredictionTargets.Choice);

    /// <summary>All that is wrong with these options; empty when they are valid.</summary>
    public IReadOnlyList<string> Violations()
    {
        var found = new OptionChecks();
        if (Targets is PredictionTargets.None || (Targets & ~(PredictionTargets.Strength | PredictionTargets.Class | PredictionTargets.Choice)) != 0)
            found.Add($"Targets is {Targets}; Layer 3 learns Strength, Class, Choice, or several.");
        found.Between(nameof(ValidationFraction), ValidationFraction, 0, 0.5);
        return [.. found, .. Rating.Violations("Rating."), .. Choice.Violations("Choice.")];
    }
}
