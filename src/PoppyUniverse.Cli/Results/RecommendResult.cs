using PoppyUniverse.Learning.Recommending;

namespace PoppyUniverse.Cli.Results;

/// <summary>What poppy recommend --json prints for one user.</summary>
internal sealed record RecommendResult(string User, DateTimeOffset? At, BackOffLevel Level, IReadOnlyList<Recommendation> Items);
