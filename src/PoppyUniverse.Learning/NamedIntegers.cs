namespace PoppyUniverse.Learning;

/// <summary>Counts and indices of a model as they are saved: row-major integers under a name.</summary>
/// <param name="Name">"choice.memory.counts".</param>
/// <param name="Data">The integers.</param>
public sealed record NamedIntegers(string Name, long[] Data);
