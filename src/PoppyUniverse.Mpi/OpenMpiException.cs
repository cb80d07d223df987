namespace PoppyUniverse.Mpi;

/// <summary>Ranks were asked for, and Open MPI cannot be used.</summary>
/// <param name="message">What was found, and what to do.</param>
public sealed class OpenMpiException(string message) : Exception(message);
