namespace PoppyUniverse.Cli.Results;

/// <summary>What poppy keys add --json prints; the key is shown this once.</summary>
internal sealed record KeyAddedResult(string Key, string Id, string Scope, string Label);

/// <summary>What poppy keys list --json prints.</summary>
internal sealed record KeysResult(IReadOnlyList<KeyResult> Keys);

/// <summary>A key, without its secret.</summary>
internal sealed record KeyResult(string Id, string Scope, string Label, DateTimeOffset Created, DateTimeOffset? Revoked);
