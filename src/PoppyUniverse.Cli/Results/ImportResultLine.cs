namespace PoppyUniverse.Cli.Results;

/// <summary>What poppy import --json prints.</summary>
internal sealed record ImportResultLine(string File, long Rows, long SkippedRows, int Users, int Types, int Values, double Seconds, double RowsPerSecond);
