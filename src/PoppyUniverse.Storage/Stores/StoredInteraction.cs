namespace PoppyUniverse.Storage.Stores;

/// <summary>An interaction as the store keeps it.</summary>
/// <param name="Sequence">Its number: larger than that of every interaction acknowledged before, never used again.</param>
/// <param name="User">User id.</param>
/// <param name="Type">Category type.</param>
/// <param name="Value">Category value.</param>
/// <param name="Strength">1 to 5, or 0 for none.</param>
/// <param name="UnixMicroseconds">Time.</param>
public readonly record struct StoredInteraction(long Sequence, string User, string Type, string Value, byte Strength, long UnixMicroseconds);
