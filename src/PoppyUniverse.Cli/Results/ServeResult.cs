namespace PoppyUniverse.Cli.Results;

/// <summary>What poppy serve --json prints when it listens.</summary>
/// <param name="Urls">Where it listens.</param>
/// <param name="Model">The folder it began with.</param>
/// <param name="Store">The store, without a password.</param>
/// <param name="KeysRequired">Whether it asks for API keys.</param>
/// <param name="RowsPutIn">Interactions of --data that were not in the store yet.</param>
internal sealed record ServeResult(IReadOnlyList<string> Urls, string Model, string Store, bool KeysRequired, long RowsPutIn);
