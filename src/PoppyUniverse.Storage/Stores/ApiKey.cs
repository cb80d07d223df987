namespace PoppyUniverse.Storage.Stores;

/// <summary>An API key as the store keeps it: never the secret, only its hash.</summary>
/// <param name="Id">Its public part, by which it is found, listed and revoked.</param>
/// <param name="Hash">SHA-256 of the secret; it has 256 bits of chance, so no slow hash is needed.</param>
/// <param name="Scope">read, write or admin.</param>
/// <param name="Label">What it is for.</param>
/// <param name="CreatedUnixMicroseconds">When it was made.</param>
/// <param name="RevokedUnixMicroseconds">When it was revoked; null while it is good.</param>
public sealed record ApiKey(string Id, byte[] Hash, string Scope, string Label, long CreatedUnixMicroseconds, long? RevokedUnixMicroseconds);
