namespace PoppyUniverse.Storage.Stores;

/// <summary>A model that was served once, or is.</summary>
/// <param name="Version">From 1.</param>
/// <param name="Folder">Where it lies.</param>
/// <param name="Sha256">SHA-256 of its tensors, hexadecimal.</param>
/// <param name="Rows">Interactions it learned from.</param>
/// <param name="TrainedThrough">The last interaction of the store that it learned from; later ones are folded in. 0 for a model made elsewhere, unless its rows were put in first.</param>
/// <param name="CreatedUnixMicroseconds">When it was registered.</param>
/// <param name="Source">"folder" or "training".</param>
public sealed record ModelVersion(long Version, string Folder, string Sha256, long Rows, long TrainedThrough, long CreatedUnixMicroseconds, string Source);
