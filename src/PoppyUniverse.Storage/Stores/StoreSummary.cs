namespace PoppyUniverse.Storage.Stores;

/// <summary>What is in a store.</summary>
/// <param name="Rows">Interactions.</param>
/// <param name="LastSequence">The largest number given to an interaction so far, erased ones included; 0 for none.</param>
public sealed record StoreSummary(long Rows, long LastSequence);
