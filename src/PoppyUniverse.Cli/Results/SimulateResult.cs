namespace PoppyUniverse.Cli.Results;

/// <summary>What poppy simulate --json prints.</summary>
internal sealed record SimulateResult(string File, long Rows, long Bytes, string Sha256, double Seconds, double RowsPerSecond);
