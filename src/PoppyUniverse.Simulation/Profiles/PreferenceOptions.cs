namespace PoppyUniverse.Simulation;

/// <summary>Some users prefer one type, drawn uniformly from all types.</summary>
public sealed record PreferenceOptions
{
    /// <summary>Share of users with a preference, 0 to 1. Default 0.40.</summary>
    public double Share { get; init; } = 0.40;

    /// <summary>
    /// Probability that such a user goes straight to the preferred type, 0 to 1; else the type is drawn by weight, which
    /// may give the preferred one too. Default 0.45.
    /// </summary>
    public double Strength { get; init; } = 0.45;
}
