namespace PoppyUniverse.Learning;

/// <summary>How the factorization of choices was trained.</summary>
public sealed record ChoiceFactorRecord
{
    /// <summary>Sweeps of the candidate that was kept, 0 being counts alone. The loss of training is the squared error of all users and values, with penalties; that of validation is log-loss, in nats.</summary>
    public required TrainingRecord Training { get; init; }

    /// <summary>What was kept.</summary>
    public required ChoiceCandidate Chosen { get; init; }

    /// <summary>Least log-loss of the validation tail that each candidate reached, in the order they were tried; empty without a tail.</summary>
    public required IReadOnlyList<double> CandidateLosses { get; init; }

    /// <summary>How much each law of choice counts.</summary>
    public required ChoiceWeights Weights { get; init; }

    /// <summary>The latest pick: ages count from here.</summary>
    public required long NewestUnixMicroseconds { get; init; }
}
