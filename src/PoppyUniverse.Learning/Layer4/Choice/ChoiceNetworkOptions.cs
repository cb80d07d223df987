namespace PoppyUniverse.Learning;

/// <summary>
/// Size and training of the network that predicts which value a user picks: user, hour and day give a query vector, and
/// a value's logit is its own vector times the query, plus its bias.
/// </summary>
public sealed record ChoiceNetworkOptions : NetworkOptions
{
    /// <summary>Options with the defaults of choice.</summary>
    public ChoiceNetworkOptions()
    {
        Embeddings = new() { User = 64 };
        Hidden = [64];
        Epochs = 12;
        Patience = 4;
        BatchSize = 512;
        Adam = new() { LearningRate = 5e-3 };
        HalfLifeDays = 30;
        Factors = 64;
        RowDecay = 60;
        WeightDecay = 35_000;
    }

    /// <summary>Length of queries and of the values' vectors, 1 to 1024. Default 128.</summary>
    public int VectorSize { get; init; } = 128;

    /// <summary>Up to this many values every step looks at all of them; beyond, at a sample. 2 to 65,536. Default 4096.</summary>
    public int FullSoftmaxValues { get; init; } = 4096;

    /// <summary>
    /// Values drawn for a step when not all are looked at, each weighed by one over its expected number of draws, so that
    /// the sum it stands for is right on average. 1 to 65,536. Default 1024.
    /// </summary>
    public int SampledValues { get; init; } = 1024;

    /// <inheritdoc/>
    internal override IEnumerable<string> Violations(string prefix)
    {
        var found = new OptionChecks(prefix);
        found.Between(nameof(VectorSize), VectorSize, 1, 1024);
        found.Between(nameof(FullSoftmaxValues), FullSoftmaxValues, 2, 65_536);
        found.Between(nameof(SampledValues), SampledValues, 1, 65_536);
        return base.Violations(prefix).Concat(found);
    }
}
