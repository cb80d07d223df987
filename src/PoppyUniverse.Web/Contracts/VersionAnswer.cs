namespace PoppyUniverse.Web.Contracts;

/// <summary>A model that can be served.</summary>
/// <param name="Version">Its number.</param>
/// <param name="Active">Whether it answers now.</param>
/// <param name="Rows">Interactions it learned from.</param>
/// <param name="Sha256">SHA-256 of its tensors.</param>
/// <param name="Created">When it was registered.</param>
/// <param name="Source">"folder" for one that was given, "training" for one trained here.</param>
public sealed record VersionAnswer(long Version, bool Active, long Rows, string Sha256, DateTimeOffset Created, string Source);
