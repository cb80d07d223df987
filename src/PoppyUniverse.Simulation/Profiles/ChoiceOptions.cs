namespace PoppyUniverse.Simulation;

/// <summary>
/// What makes a user pick a value of the chosen type when it is no habit: P(value) ∝ popularity · exp(β · a), where a is
/// an affinity of user, value and hour, independent of the one behind Strength (so that picking what one likes does not
/// bend the law of Strength).
/// </summary>
public sealed record ChoiceOptions
{
    /// <summary>β: 0 (default) follows popularity alone; larger makes users more particular. 0 to 5.</summary>
    public double Scale { get; init; }

    /// <summary>What the affinity behind choices is made of.</summary>
    public AffinityOptions Affinity { get; init; } = new() { Linear = 0.7, Hourly = 0.3 };
}
