using PoppyUniverse.Learning.Recommending;

namespace PoppyUniverse.Web.Contracts;

/// <summary>What is known of a user.</summary>
/// <param name="User">The user's id.</param>
/// <param name="Level">What an answer would rest on.</param>
/// <param name="TrainedInteractions">Interactions that the model learned from.</param>
/// <param name="NewInteractions">Interactions since, which are folded in.</param>
/// <param name="StoredInteractions">Interactions in the store.</param>
/// <param name="History">The latest of those, the last stored first; at most 100.</param>
public sealed record UserAnswer(
    string User, BackOffLevel Level, long TrainedInteractions, int NewInteractions, long StoredInteractions, IReadOnlyList<HistoryRow> History);

/// <summary>An interaction of the store.</summary>
/// <param name="Type">Category type.</param>
/// <param name="Value">Category value.</param>
/// <param name="Strength">1 to 5, or null for none.</param>
/// <param name="Timestamp">When.</param>
public sealed record HistoryRow(string Type, string Value, int? Strength, DateTimeOffset Timestamp);
