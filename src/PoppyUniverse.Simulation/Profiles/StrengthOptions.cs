namespace PoppyUniverse.Simulation;

/// <summary>
/// The law of Strength: a Gaussian copula. z = √ρ · a + √(1 − ρ) · ε with the standard-normal affinity a of user, value,
/// hour and day and independent noise ε; Strength is the band of z between the quantiles of the cumulative law. So the
/// law of Strength over all users is the same for every ρ, and P(Strength | a) is known in closed form.
/// </summary>
public sealed record StrengthOptions
{
    /// <summary>Probabilities of Strength 1 to 5; positive, adding up to 1. Default 0.10 0.15 0.25 0.25 0.25.</summary>
    public IReadOnlyList<double> Law { get; init; } = [0.10, 0.15, 0.25, 0.25, 0.25];

    /// <summary>ρ, the share of z's variance that is affinity, 0 (nothing to learn) to 0.99. Default 0.</summary>
    public double Signal { get; init; }

    /// <summary>What the affinity behind Strength is made of.</summary>
    public AffinityOptions Affinity { get; init; } = new() { User = 0.25, Linear = 0.40, Hourly = 0.25, Weekend = 0.10 };
}
