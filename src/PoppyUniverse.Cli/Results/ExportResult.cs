namespace PoppyUniverse.Cli.Results;

/// <summary>What poppy export --json prints.</summary>
internal sealed record ExportResult(string Format, IReadOnlyList<string> Files);
