namespace PoppyUniverse.Storage.Stores;

/// <summary>An interaction to be stored.</summary>
/// <param name="ClientKey">
/// What its sender calls it, unique for the user: a row sent again under its key is stored once. Null for none: then a row
/// sent twice is stored twice.
/// </param>
/// <param name="User">User id, any non-empty text.</param>
/// <param name="Type">Category type.</param>
/// <param name="Value">Category value.</param>
/// <param name="Strength">1 to 5, or 0 for an interaction without one.</param>
/// <param name="UnixMicroseconds">Time.</param>
public readonly record struct NewInteraction(string? ClientKey, string User, string Type, string Value, byte Strength, long UnixMicroseconds);
