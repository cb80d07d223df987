namespace PoppyUniverse.Cli;

/// <summary>The data cannot be used for what was asked; exit code 1.</summary>
/// <param name="message">What was found, and what can be done.</param>
internal sealed class DataProblemException(string message) : Exception(message);
