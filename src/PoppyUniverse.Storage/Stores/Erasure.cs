namespace PoppyUniverse.Storage.Stores;

/// <summary>That a user is erased.</summary>
/// <param name="Rows">Interactions that were erased.</param>
/// <param name="Sequence">The number of the erasure: the user's interactions before it are gone, later ones are new.</param>
public sealed record Erasure(long Rows, long Sequence);
