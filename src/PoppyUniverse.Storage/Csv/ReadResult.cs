using PoppyUniverse.Interactions;

namespace PoppyUniverse.Storage.Csv;

/// <summary>A file that was read.</summary>
/// <param name="Log">Its interactions.</param>
/// <param name="SkippedCount">Rows that could not be read.</param>
/// <param name="RejectPath">Where those are; null when there are none.</param>
/// <param name="FirstProblems">What was wrong with the first few of them.</param>
public sealed record ReadResult(InteractionLog Log, long SkippedCount, string? RejectPath, IReadOnlyList<string> FirstProblems);
