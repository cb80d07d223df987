namespace PoppyUniverse.Web.Contracts;

/// <summary>Whether the server can do its work.</summary>
/// <param name="Status">"ok" or "unavailable".</param>
/// <param name="Problem">What is wrong.</param>
public sealed record HealthAnswer(string Status, string? Problem = null);
