namespace PoppyUniverse.Storage.Stores;

internal abstract partial class SqlStore
{
    /// <inheritdoc/>
    public Task<ModelVersion> AddVersionAsync(ModelVersion version, CancellationToken cancellation) => GuardAsync(async connection =>
    {
        var transaction = await BeginWriteAsync(connection, cancellation).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            var added = version with { Version = await AddToCounterAsync(connection, "version", 1, cancellation).ConfigureAwait(false) };
            await connection.ExecuteAsync(
                """
                INSERT INTO model_versions (version, folder, sha256, row_count, trained_through, created_unix_microseconds, source)
                VALUES (@version, @folder, @sha256, @rows, @through, @created, @source)
                """,
                [
                    ("version", added.Version), ("folder", added.Folder), ("sha256", added.Sha256), ("rows", added.Rows), ("through", added.TrainedThrough),
                    ("created", added.CreatedUnixMicroseconds), ("source", added.Source),
                ],
                cancellation).ConfigureAwait(false);
            await connection.ExecuteAsync(SetActive, [("version", added.Version)], cancellation).ConfigureAwait(false);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
            return added;
        }
    }, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<ModelVersion>> ListVersionsAsync(CancellationToken cancellation) => SelectAsync(
        "SELECT version, folder, sha256, row_count, trained_through, created_unix_microseconds, source FROM model_versions ORDER BY version", [],
        reader => new ModelVersion(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5), reader.GetString(6)),
        cancellation);

    /// <inheritdoc/>
    public async Task<long> ActiveVersionAsync(CancellationToken cancellation) => await GuardAsync(async connection =>
        await connection.ScalarAsync("SELECT number FROM counters WHERE name = 'active_version'", [], cancellation).ConfigureAwait(false) ?? 0, cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task ActivateAsync(long version, CancellationToken cancellation) => ExecuteAsync(SetActive, [("version", version)], cancellation);

    /// <inheritdoc/>
    public Task RemoveVersionAsync(long version, CancellationToken cancellation) =>
        ExecuteAsync("DELETE FROM model_versions WHERE version = @version", [("version", version)], cancellation);

    private const string SetActive = "UPDATE counters SET number = @version WHERE name = 'active_version'";
}
