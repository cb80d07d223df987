namespace PoppyUniverse.Learning;

/// <summary>The checkpoint is of another run.</summary>
public sealed class CheckpointMismatchException()
    : Exception("The checkpoint is of another run: its log, options or seed differ. Start over without it.");
