namespace PoppyUniverse.Learning;

/// <summary>
/// Size and training of Layer 4. Recorded in the model: the same options, log and seed give the same model bytes for any
/// number of threads and on any machine.
/// </summary>
public sealed record Layer4Options
{
    /// <summary>What to learn: Strength (squared error), Class (cross-entropy), or both. Default both.</summary>
    public PredictionTargets Targets { get; init; } = PredictionTargets.Strength | PredictionTargets.Class;

    /// <summary>Embedding sizes.</summary>
    public EmbeddingSizes Embeddings { get; init; } = new();

    /// <summary>Widths of the hidden ReLU layers, at least one, 1 to 4096 each. Default 64, 32.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [64, 32];

    /// <summary>Interactions a step, 1 to 1,048,576. Default 256; larger is faster and takes more epochs.</summary>
    public int BatchSize { get; init; } = 256;

    /// <summary>The most epochs, 0 to 10,000. Default 60; early stopping mostly needs fewer.</summary>
    public int Epochs { get; init; } = 60;

    /// <summary>Epochs without a better validation loss before training stops, 1 or more. Default 8.</summary>
    public int Patience { get; init; } = 8;

    /// <summary>Share of the latest interactions that is held back to decide when to stop, 0 (never stop) to 0.5. Default 0.1.</summary>
    public double ValidationFraction { get; init; } = 0.1;

    /// <summary>
    /// Whether to train once more on all rows, for as many epochs as were best, so that the latest interactions are
    /// learned too. Default true.
    /// </summary>
    public bool Refit { get; init; } = true;

    /// <summary>
    /// Whether to draw answers toward the prior as far as the validation tail asks for (<see cref="Calibration"/>).
    /// Default true.
    /// </summary>
    public bool Calibrate { get; init; } = true;

    /// <summary>
    /// Probability that a training row's user, and independently its value, is replaced by "unknown", 0 to 0.5. It trains
    /// the answer for users and values never seen. Default 0.02.
    /// </summary>
    public double IdDropout { get; init; } = 0.02;

    /// <summary>Optimizer.</summary>
    public AdamOptions Adam { get; init; } = new();

    /// <summary>
    /// Weight decay of a user's or value's row, divided by its number of training interactions: what is seen rarely stays
    /// close to zero, as a prior of fixed width would hold it. 0 or more. Default 60.
    /// </summary>
    public double RowDecay { get; init; } = 60;

    /// <summary>
    /// Logical lanes a batch is cut into, each with users of its own, 1 to 64. Gradients are added in order of lanes, so
    /// this changes the model's last bits; threads do not. Default 8: more threads than lanes find no work.
    /// </summary>
    public int Lanes { get; init; } = 8;

    /// <summary>All that is wrong with these options; empty when they are valid.</summary>
    public IReadOnlyList<string> Violations()
    {
        var found = new List<string>();
        if (Targets is PredictionTargets.None || (Targets & ~(PredictionTargets.Strength | PredictionTargets.Class)) != 0)
            found.Add($"Targets is {Targets}; Layer 4 learns Strength, Class, or both.");
        Between(nameof(Embeddings.User), Embeddings.User, 1, 256);
        Between(nameof(Embeddings.Type), Embeddings.Type, 1, 256);
        Between(nameof(Embeddings.Value), Embeddings.Value, 1, 256);
        Between(nameof(Embeddings.Hour), Embeddings.Hour, 1, 256);
        Between(nameof(Embeddings.Day), Embeddings.Day, 1, 256);
        if (Hidden.Count == 0)
            found.Add("Hidden is empty; expected at least one layer.");
        for (var layer = 0; layer < Hidden.Count; layer++)
            Between($"{nameof(Hidden)}[{layer}]", Hidden[layer], 1, 4096);
        Between(nameof(BatchSize), BatchSize, 1, 1 << 20);
        Between(nameof(Epochs), Epochs, 0, 10_000);
        Between(nameof(Patience), Patience, 1, int.MaxValue);
        Between(nameof(ValidationFraction), ValidationFraction, 0, 0.5);
        Between(nameof(IdDropout), IdDropout, 0, 0.5);
        Between(nameof(Adam.LearningRate), Adam.LearningRate, 1e-9, 10);
        Between(nameof(Adam.Beta1), Adam.Beta1, 0, 0.999999);
        Between(nameof(Adam.Beta2), Adam.Beta2, 0, 0.9999999);
        Between(nameof(Adam.Epsilon), Adam.Epsilon, 1e-12, 1);
        Between(nameof(Adam.WeightDecay), Adam.WeightDecay, 0, 10);
        Between(nameof(RowDecay), RowDecay, 0, 1e6);
        Between(nameof(Lanes), Lanes, 1, 64);
        return found;

        void Between(string name, double value, double low, double high)
        {
            if (!(value >= low && value <= high))
                found.Add(FormattableString.Invariant($"{name} is {value}; expected {low} to {high}."));
        }
    }
}
