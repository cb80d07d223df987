namespace PoppyUniverse.Learning;

/// <summary>
/// Size and training of Layer 4. Recorded in the model: the same options, log and seed give the same model bytes for any
/// number of threads and on any machine.
/// </summary>
public sealed record Layer4Options
{
    /// <summary>
    /// What to learn: Strength (squared error) and Class (cross-entropy), both by the rating network, and Choice
    /// (cross-entropy over all values) by the choice network. Default Strength and Class.
    /// </summary>
    public PredictionTargets Targets { get; init; } = PredictionTargets.Strength | PredictionTargets.Class;

    /// <summary>The network that rates a value: Strength and Class.</summary>
    public NetworkOptions Rating { get; init; } = new();

    /// <summary>The network that tells which value comes next.</summary>
    public ChoiceNetworkOptions Choice { get; init; } = new();

    /// <summary>Share of the latest interactions that is held back to decide when to stop, 0 (never stop) to 0.5. Default 0.1.</summary>
    public double ValidationFraction { get; init; } = 0.1;

    /// <summary>
    /// Whether to train once more on all rows, for as many epochs as were best, so that the latest interactions are
    /// learned too. Default true.
    /// </summary>
    public bool Refit { get; init; } = true;

    /// <summary>
    /// Whether to draw the rating network's answers toward its start as far as the validation tail asks for
    /// (<see cref="Calibration"/>). Default true.
    /// </summary>
    public bool Calibrate { get; init; } = true;

    /// <summary>
    /// Logical lanes a batch is cut into, each with users of its own, 1 to 64. Gradients are added in order of lanes, so
    /// this changes the model's last bits; threads do not. Default 8: more threads than lanes find no work.
    /// </summary>
    public int Lanes { get; init; } = 8;

    /// <summary>Whether there is a rating network.</summary>
    internal bool LearnsRatings => (Targets & (PredictionTargets.Strength | PredictionTargets.Class)) != 0;

    /// <summary>Whether there is a choice network.</summary>
    internal bool LearnsChoices => Targets.HasFlag(PredictionTargets.Choice);

    /// <summary>All that is wrong with these options; empty when they are valid.</summary>
    public IReadOnlyList<string> Violations()
    {
        var found = new OptionChecks();
        if (Targets is PredictionTargets.None || (Targets & ~(PredictionTargets.Strength | PredictionTargets.Class | PredictionTargets.Choice)) != 0)
            found.Add($"Targets is {Targets}; Layer 4 learns Strength, Class, Choice, or several.");
        found.Between(nameof(ValidationFraction), ValidationFraction, 0, 0.5);
        found.Between(nameof(Lanes), Lanes, 1, 64);
        return [.. found, .. Rating.Violations("Rating."), .. Choice.Violations("Choice.")];
    }
}
