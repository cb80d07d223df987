namespace PoppyUniverse.Cli.Results;

/// <summary>What verbs print that write a file of rows.</summary>
internal sealed record WrittenResult(string File, long Rows, double Seconds, double RowsPerSecond);
