namespace PoppyUniverse.Simulation;

/// <summary>A category value.</summary>
public sealed record ValueOptions
{
    /// <summary>Name, unique in its type.</summary>
    public required string Name { get; init; }

    /// <summary>Popularity among the values of its type; positive, normalized over them. Default 1.</summary>
    public double Popularity { get; init; } = 1;
}
