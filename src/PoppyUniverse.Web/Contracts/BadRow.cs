namespace PoppyUniverse.Web.Contracts;

/// <summary>A row that cannot be stored.</summary>
/// <param name="Index">Its place in the batch, from 0.</param>
/// <param name="Field">What is wrong with it; null for the row as a whole.</param>
/// <param name="Problem">What was found, and what is expected.</param>
public sealed record BadRow(int Index, string? Field, string Problem);
