namespace PoppyUniverse.Apps.Tests.Cluster;

/// <summary>Tests that start several ranks run one after the other: ranks of two jobs would wait for each other's cores.</summary>
[CollectionDefinition(nameof(Ranks))]
public sealed class Ranks;
