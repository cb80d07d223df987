namespace PoppyUniverse.Cli.Results;

/// <summary>What poppy verify --json prints when the file is as it should be.</summary>
internal sealed record VerifyReport(string File, bool Verified, int Blocks, int BlocksOfFile, long Rows, string Sha256);
