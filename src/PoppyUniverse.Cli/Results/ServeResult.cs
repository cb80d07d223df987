namespace PoppyUniverse.Cli.Results;

/// <summary>What poppy serve --json prints when it listens.</summary>
internal sealed record ServeResult(IReadOnlyList<string> Urls, string Model, string Store, bool KeysRequired);
