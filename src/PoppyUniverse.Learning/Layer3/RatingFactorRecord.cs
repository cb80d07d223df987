namespace PoppyUniverse.Learning;

/// <summary>How the factorization of Strength was trained.</summary>
public sealed record RatingFactorRecord
{
    /// <summary>Sweeps of the candidate that was kept, 0 being the biases alone; losses are mean squared errors, that of training with its penalties.</summary>
    public required TrainingRecord Training { get; init; }

    /// <summary>What was kept.</summary>
    public required FactorCandidate Chosen { get; init; }

    /// <summary>Least mean squared error of the validation tail that each candidate reached, in the order they were tried; empty without a tail.</summary>
    public required IReadOnlyList<double> CandidateLosses { get; init; }

    /// <summary>κ of the biases, from all rows.</summary>
    public required RatingPenalties Penalties { get; init; }

    /// <summary>How much of the vectors' product counts, 0 to 1: what the validation tail says, less one standard error.</summary>
    public required double Scale { get; init; }

    /// <summary>σ of class probabilities around the expected Strength, in (0, 1]; everybody's law has 1.</summary>
    public required double ClassDeviation { get; init; }
}
