namespace PoppyUniverse.Simulation;

/// <summary>A category type with its values.</summary>
public sealed record TypeOptions
{
    /// <summary>Name, unique in the profile.</summary>
    public required string Name { get; init; }

    /// <summary>Weight of the type for users without a preference; positive, normalized over the types.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>The values, at least one.</summary>
    public required IReadOnlyList<ValueOptions> Values { get; init; }
}
