using System.Data.Common;

namespace PoppyUniverse.Storage.Stores;

internal abstract partial class SqlStore
{
    private const string KeyColumns = "id, hash, scope, label, created_unix_microseconds, revoked_unix_microseconds";

    /// <inheritdoc/>
    public Task AddKeyAsync(ApiKey key, CancellationToken cancellation) => ExecuteAsync(
        "INSERT INTO api_keys (id, hash, scope, label, created_unix_microseconds) VALUES (@id, @hash, @scope, @label, @created)",
        [("id", key.Id), ("hash", key.Hash), ("scope", key.Scope), ("label", key.Label), ("created", key.CreatedUnixMicroseconds)], cancellation);

    /// <inheritdoc/>
    public async Task<ApiKey?> FindKeyAsync(string id, CancellationToken cancellation) =>
        (await SelectAsync($"SELECT {KeyColumns} FROM api_keys WHERE id = @id", [("id", id)], Key, cancellation).ConfigureAwait(false)).SingleOrDefault();

    /// <inheritdoc/>
    public Task<IReadOnlyList<ApiKey>> ListKeysAsync(CancellationToken cancellation) =>
        SelectAsync($"SELECT {KeyColumns} FROM api_keys ORDER BY created_unix_microseconds, id", [], Key, cancellation);

    /// <inheritdoc/>
    public async Task<bool> RevokeKeyAsync(string id, long unixMicroseconds, CancellationToken cancellation) => await ExecuteAsync(
        "UPDATE api_keys SET revoked_unix_microseconds = @now WHERE id = @id AND revoked_unix_microseconds IS NULL",
        [("now", unixMicroseconds), ("id", id)], cancellation).ConfigureAwait(false) > 0;

    private Task<int> ExecuteAsync(string sql, (string Name, object Value)[] parameters, CancellationToken cancellation) =>
        GuardAsync(connection => connection.ExecuteAsync(sql, parameters, cancellation), cancellation);

    private static ApiKey Key(DbDataReader reader) => new(
        reader.GetString(0), (byte[])reader.GetValue(1), reader.GetString(2), reader.GetString(3), reader.GetInt64(4), reader.IsDBNull(5) ? null : reader.GetInt64(5));
}
