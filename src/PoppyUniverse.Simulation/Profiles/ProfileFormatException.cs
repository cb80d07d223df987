namespace PoppyUniverse.Simulation;

/// <summary>A profile cannot be read, or asks for what cannot be simulated.</summary>
/// <param name="message">Where, what was found, what is expected; one line a violation.</param>
public sealed class ProfileFormatException(string message) : Exception(message);
