namespace PoppyUniverse.Web.Contracts;

/// <summary>Interactions to store, at most 10,000.</summary>
/// <param name="Interactions">The rows.</param>
public sealed record InteractionBatch(IReadOnlyList<InteractionRow> Interactions);

/// <summary>An interaction.</summary>
/// <param name="Key">What its sender calls it, unique for the user: sent again under the same key it is stored once.</param>
/// <param name="User">User id, a text or a non-negative whole number.</param>
/// <param name="Type">Category type, of the model's catalog.</param>
/// <param name="Value">Category value, of the model's catalog.</param>
/// <param name="Strength">1 to 5; without one the interaction teaches only what the user picks.</param>
/// <param name="Timestamp">ISO 8601, UTC unless it has an offset.</param>
public sealed record InteractionRow(string? Key, string User, string Type, string Value, int? Strength, DateTimeOffset Timestamp);
