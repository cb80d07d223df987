namespace PoppyUniverse.Cli;

/// <summary>The command line asks for something that does not fit; exit code 2.</summary>
/// <param name="message">What was given, what is expected.</param>
internal sealed class UsageException(string message) : Exception(message);
