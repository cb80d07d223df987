namespace PoppyUniverse.Learning;

/// <summary>Size and training of one of Layer 4's networks.</summary>
public record NetworkOptions
{
    /// <summary>Embedding sizes.</summary>
    public EmbeddingSizes Embeddings { get; init; } = new();

    /// <summary>
    /// Size of the product term, 0 (none) to 256: user · value · (1 + hour) · (1 + day), multiplied entry by entry and
    /// weighed into the outputs. What the hidden layers learn slowly, a taste for a value at an hour, it learns directly.
    /// Default 48.
    /// </summary>
    public int Factors { get; init; } = 48;

    /// <summary>
    /// Sweeps of the factor analysis that the product term starts from, 0 (none: small random numbers) to 1000. With more than
    /// 1,024 values there is none either. Default 12.
    /// </summary>
    public int TasteSweeps { get; init; } = 12;

    /// <summary>Widths of the hidden ReLU layers, at least one, 1 to 4096 each. Default 64, 32.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [64, 32];

    /// <summary>Interactions a step, 1 to 1,048,576. Default 1024.</summary>
    public int BatchSize { get; init; } = 1024;

    /// <summary>The most epochs, 0 to 10,000; the learning rate falls over them. Default 30.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>Epochs without a better validation loss before training stops, 1 or more. Default 8.</summary>
    public int Patience { get; init; } = 8;

    /// <summary>
    /// Probability that a training row's user, and independently its value, is replaced by "unknown", 0 to 0.5. It trains
    /// the answer for users and values never seen. Default 0.02.
    /// </summary>
    public double IdDropout { get; init; } = 0.02;

    /// <summary>Probability that a hidden unit is left out of a training row, 0 to 0.9. Default 0.</summary>
    public double Dropout { get; init; }

    /// <summary>Optimizer.</summary>
    public AdamOptions Adam { get; init; } = new();

    /// <summary>
    /// Decoupled weight decay of the layers and of the small tables (type, hour, day), divided by the number of training
    /// rows: a prior of fixed width, which the rows outweigh as they become more. 0 or more. Default 20,000.
    /// </summary>
    public double WeightDecay { get; init; } = 20_000;

    /// <summary>
    /// Weight decay of a user's or value's row, divided by its number of training interactions: what is seen rarely stays
    /// close to zero, as a prior of fixed width would hold it. 0 or more. Default 400.
    /// </summary>
    public double RowDecay { get; init; } = 400;

    /// <summary>
    /// Recency: a row of age a weighs 0.1 + 2^(−a ÷ half-life), scaled to 1 on average, so that the latest tastes count
    /// most. In days, 0 (all rows alike) or more. Default 0.
    /// </summary>
    public double HalfLifeDays { get; init; }

    /// <summary>All that is wrong with these options; empty when they are valid.</summary>
    /// <param name="prefix">Stands before each name.</param>
    internal virtual IEnumerable<string> Violations(string prefix)
    {
        var found = new OptionChecks(prefix);
        found.Between(nameof(Embeddings.User), Embeddings.User, 1, 256);
        found.Between(nameof(Embeddings.Type), Embeddings.Type, 1, 256);
        found.Between(nameof(Embeddings.Value), Embeddings.Value, 1, 256);
        found.Between(nameof(Embeddings.Hour), Embeddings.Hour, 1, 256);
        found.Between(nameof(Embeddings.Day), Embeddings.Day, 1, 256);
        found.Between(nameof(Factors), Factors, 0, 256);
        found.Between(nameof(TasteSweeps), TasteSweeps, 0, 1000);
        if (Hidden.Count == 0)
            found.Add("Hidden is empty; expected at least one layer.");
        for (var layer = 0; layer < Hidden.Count; layer++)
            found.Between($"{nameof(Hidden)}[{layer}]", Hidden[layer], 1, 4096);
        found.Between(nameof(BatchSize), BatchSize, 1, 1 << 20);
        found.Between(nameof(Epochs), Epochs, 0, 10_000);
        found.Between(nameof(Patience), Patience, 1, int.MaxValue);
        found.Between(nameof(IdDropout), IdDropout, 0, 0.5);
        found.Between(nameof(Dropout), Dropout, 0, 0.9);
        found.Between(nameof(Adam.LearningRate), Adam.LearningRate, 1e-9, 10);
        found.Between(nameof(Adam.Beta1), Adam.Beta1, 0, 0.999999);
        found.Between(nameof(Adam.Beta2), Adam.Beta2, 0, 0.9999999);
        found.Between(nameof(Adam.Epsilon), Adam.Epsilon, 1e-12, 1);
        found.Between(nameof(Adam.GradientClip), Adam.GradientClip, 0, 1e9);
        found.Between(nameof(Adam.WarmUp), Adam.WarmUp, 0, 1);
        found.Between(nameof(WeightDecay), WeightDecay, 0, 1e9);
        found.Between(nameof(RowDecay), RowDecay, 0, 1e6);
        found.Between(nameof(HalfLifeDays), HalfLifeDays, 0, 1e6);
        return found;
    }
}
