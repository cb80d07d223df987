namespace PoppyUniverse.Storage.Predictions;

/// <summary>A file that was scored.</summary>
/// <param name="Count">Rows written.</param>
/// <param name="UnknownUsers">Rows of users the model does not know; answered as for anybody.</param>
/// <param name="UnknownValues">
/// Rows of values the model does not know, or that stand without a type under a name which several types have; answered as
/// for any value, with choice probability 0.
/// </param>
/// <param name="Skipped">Rows that could not be read.</param>
public sealed record ScoredRows(long Count, long UnknownUsers, long UnknownValues, long Skipped);
