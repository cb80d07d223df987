namespace PoppyUniverse.Simulation;

/// <summary>Days between an interaction and the as-of moment: exponential, cut at a cap.</summary>
public sealed record RecencyOptions
{
    /// <summary>Mean of the exponential law in days; positive. Default 14.</summary>
    public double MeanDays { get; init; } = 14;

    /// <summary>What lies further back is moved to this many days, 1 to 36,500. Default 60.</summary>
    public int CapDays { get; init; } = 60;
}
