using PoppyUniverse.Learning;

namespace PoppyUniverse.Cli.Workflows;

/// <summary>What a command line asks to be trained; what it does not name stays the layer's default.</summary>
/// <param name="Layer">3: matrix factorization; 4: embeddings and an MLP.</param>
internal sealed record TrainRequest(int Layer)
{
    /// <summary>The layers there are.</summary>
    public static readonly int[] Layers = [3, 4];

    private const PredictionTargets Everything = PredictionTargets.Strength | PredictionTargets.Class | PredictionTargets.Choice;

    /// <summary>Some of strength, class, choice; auto leaves it to the log.</summary>
    public string Target { get; init; } = "auto";

    /// <summary>The most epochs; of Layer 3 the most sweeps.</summary>
    public int? Epochs { get; init; }

    /// <summary>Interactions a step; Layer 3 has no steps.</summary>
    public int? Batch { get; init; }

    /// <summary>Days after which an interaction counts half as much.</summary>
    public double? HalfLife { get; init; }

    /// <summary>Lanes that users are spread over; Layer 3 has none.</summary>
    public int? Lanes { get; init; }

    /// <summary>What the log can teach of what is asked.</summary>
    /// <exception cref="UsageException">A target is unknown.</exception>
    /// <exception cref="DataProblemException">The log has no Strength, and more than the choice is asked.</exception>
    public PredictionTargets Targets(long rows, long rated, string source)
    {
        var targets = Named();
        if (rated == 0 && targets == Everything)
            return PredictionTargets.Choice;
        return rated > 0 || targets == PredictionTargets.Choice
            ? targets
            : throw new DataProblemException($"{source}: none of {rows:N0} interactions has a Strength, so strength and class cannot be trained on it. What can be learned is which value a user picks next: --target choice.");
    }

    /// <summary>Whether there is a lane for each of so many ranks.</summary>
    /// <param name="ranks">Number of ranks.</param>
    /// <param name="otherwise">What else can be done.</param>
    /// <exception cref="UsageException">There is not.</exception>
    public void CheckLanes(int ranks, string otherwise = "")
    {
        var lanes = Layer4().Lanes;
        if (ranks > lanes)
            throw new UsageException($"{ranks} ranks, but users are spread over {lanes} lanes, and a rank needs one at least; start {lanes} ranks or fewer{otherwise}.");
    }

    /// <summary>Options of Layer 3.</summary>
    /// <exception cref="UsageException">A target is unknown, or an option out of range or of another layer.</exception>
    public Layer3Options Layer3()
    {
        if (Batch is not null)
            throw new UsageException("--batch is an option of --layer 4; Layer 3 is solved in closed form, sweep by sweep.");
        if (Lanes is not null)
            throw new UsageException("--lanes is an option of --layer 4; Layer 3 is trained by one process.");
        var options = new Layer3Options { Targets = Named() };
        options = options with
        {
            Rating = options.Rating with { Sweeps = Epochs ?? options.Rating.Sweeps },
            Choice = options.Choice with { Sweeps = Epochs ?? options.Choice.Sweeps, Candidates = HalfLife is { } days ? [.. options.Choice.Candidates.Select(size => size with { HalfLifeDays = days }).Distinct()] : options.Choice.Candidates },
        };
        return options.Violations() is { Count: > 0 } violations ? throw new UsageException(string.Join(" ", violations)) : options;
    }

    /// <summary>Options of Layer 4.</summary>
    /// <exception cref="UsageException">A target is unknown, or an option out of range.</exception>
    public Layer4Options Layer4()
    {
        var options = new Layer4Options { Targets = Named() };
        options = options with { Lanes = Lanes ?? options.Lanes };
        options = options with
        {
            Rating = options.Rating with { Epochs = Epochs ?? options.Rating.Epochs, BatchSize = Batch ?? options.Rating.BatchSize, HalfLifeDays = HalfLife ?? options.Rating.HalfLifeDays },
            Choice = options.Choice with { Epochs = Epochs ?? options.Choice.Epochs, BatchSize = Batch ?? options.Choice.BatchSize, HalfLifeDays = HalfLife ?? options.Choice.HalfLifeDays },
        };
        return options.Violations() is { Count: > 0 } violations ? throw new UsageException(string.Join(" ", violations)) : options;
    }

    /// <summary>Finds what is wrong before a log is read.</summary>
    /// <exception cref="UsageException">The layer or an option is.</exception>
    public void Check()
    {
        if (!Layers.Contains(Layer))
            throw new UsageException($"--layer is {Layer}; expected 3 (matrix factorization) or 4 (embeddings and an MLP).");
        _ = Layer == 3 ? Layer3().Violations() : Layer4().Violations();
    }

    private PredictionTargets Named()
    {
        var targets = PredictionTargets.None;
        foreach (var name in Target.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            targets |= name switch
            {
                "auto" => Everything,
                "strength" => PredictionTargets.Strength,
                "class" => PredictionTargets.Class,
                "choice" => PredictionTargets.Choice,
                _ => throw new UsageException($"--target names \"{name}\"; expected auto, or some of strength, class, choice."),
            };
        }

        return targets;
    }
}
