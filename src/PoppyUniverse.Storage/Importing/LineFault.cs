namespace PoppyUniverse.Storage.Importing;

/// <summary>Why a line is no interaction.</summary>
/// <param name="Column">Character of the line, from 1; 0 when it is the line as a whole.</param>
/// <param name="Problem">What was found and what is expected.</param>
internal sealed record LineFault(int Column, string Problem);
