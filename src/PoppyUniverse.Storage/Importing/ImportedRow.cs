namespace PoppyUniverse.Storage.Importing;

/// <summary>A foreign row as an interaction.</summary>
internal readonly record struct ImportedRow(string User, string Type, string Value, byte Strength, long UnixMicroseconds);
