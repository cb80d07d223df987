namespace PoppyUniverse.Cli.Results;

/// <summary>What poppy score --json prints.</summary>
internal sealed record ScoreResult(string File, long Rows, long UnknownUserRows, long UnknownValueRows, long SkippedRows, double Seconds, double RowsPerSecond);
