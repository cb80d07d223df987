using PoppyUniverse.Storage.Csv;

namespace PoppyUniverse.Storage.Importing;

/// <summary>A foreign log that was read.</summary>
/// <param name="Read">Its interactions, and what was skipped.</param>
/// <param name="Notes">What the person who imports should know.</param>
public sealed record ImportResult(ReadResult Read, IReadOnlyList<string> Notes);
