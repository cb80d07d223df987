namespace PoppyUniverse.Simulation;

/// <summary>How interactions are spread over users.</summary>
public sealed record ActivityOptions
{
    /// <summary>
    /// Exponent s of Zipf's law: user k has weight k^−s. 0 (default) makes all users equally active; larger makes few
    /// users do most. 0 to 3.
    /// </summary>
    public double ZipfExponent { get; init; }
}
