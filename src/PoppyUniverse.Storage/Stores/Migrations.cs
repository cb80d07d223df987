namespace PoppyUniverse.Storage.Stores;

/// <summary>
/// The tables, step by step; step n brings a store from version n to n + 1. Steps that were released are never changed.
/// A table of our own with one number does what a migration library would, for two databases and without another package.
/// </summary>
internal static class Migrations
{
    /// <summary>Steps, each some statements.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Steps(Dialect dialect) =>
    [
        [
            // 'sequence' is the last number given to an interaction, 'rows' how many there are, 'active_version' the model served,
            // 'log SHA-256' that a log was put in
            "CREATE TABLE counters (name TEXT PRIMARY KEY, number BIGINT NOT NULL)",
            "INSERT INTO counters (name, number) VALUES ('sequence', 0), ('rows', 0), ('version', 0), ('active_version', 0)",
            $"""
            CREATE TABLE interactions (
                sequence {dialect.SequenceKey}, user_id TEXT NOT NULL, client_key {dialect.Bytes}, type TEXT NOT NULL, value TEXT NOT NULL,
                strength SMALLINT NOT NULL, unix_microseconds BIGINT NOT NULL)
            """,
            "CREATE UNIQUE INDEX interactions_by_user ON interactions (user_id, client_key)",
            $"CREATE TABLE erased_users (user_hash {dialect.Bytes} PRIMARY KEY, sequence BIGINT NOT NULL)",
            $"""
            CREATE TABLE api_keys (
                id TEXT PRIMARY KEY, hash {dialect.Bytes} NOT NULL, scope TEXT NOT NULL, label TEXT NOT NULL, created_unix_microseconds BIGINT NOT NULL,
                revoked_unix_microseconds BIGINT)
            """,
            """
            CREATE TABLE model_versions (
                version BIGINT PRIMARY KEY, folder TEXT NOT NULL, sha256 TEXT NOT NULL, row_count BIGINT NOT NULL, trained_through BIGINT NOT NULL,
                created_unix_microseconds BIGINT NOT NULL, source TEXT NOT NULL)
            """,
        ],
    ];
}
