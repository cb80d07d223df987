using System.Data.Common;

namespace PoppyUniverse.Storage.Stores;

/// <summary>
/// What both databases have in common. Appends go one after the other, so that interactions are numbered in the order in
/// which they are committed; those that wait while one commits share the next commit.
/// </summary>
internal abstract partial class SqlStore(Dialect dialect) : IStore
{
    private readonly Dialect _dialect = dialect;

    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public async Task<int> SchemaVersionAsync(CancellationToken cancellation) => (int)await GuardAsync(async connection =>
        await connection.ScalarAsync("SELECT MAX(version) FROM schema_version", [], cancellation).ConfigureAwait(false) ?? 0, cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    public Task MigrateAsync(CancellationToken cancellation) => GuardAsync(async connection =>
    {
        var steps = Migrations.Steps(_dialect);
        using var transaction = await BeginWriteAsync(connection, cancellation).ConfigureAwait(false);
        await connection.ExecuteAsync("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT PRIMARY KEY)", [], cancellation).ConfigureAwait(false);
        var version = await connection.ScalarAsync("SELECT MAX(version) FROM schema_version", [], cancellation).ConfigureAwait(false) ?? 0;
        if (version > steps.Count)
            throw new StoreException(Name, $"was made by a later version (tables {version}; this one knows {steps.Count}). Use that version of poppy.");
        for (var step = version; step < steps.Count; step++)
        {
            foreach (var statement in steps[(int)step])
                await connection.ExecuteAsync(statement, [], cancellation).ConfigureAwait(false);
            await connection.ExecuteAsync("INSERT INTO schema_version (version) VALUES (@version)", [("version", step + 1)], cancellation).ConfigureAwait(false);
        }

        await PrepareTablesAsync(connection, cancellation).ConfigureAwait(false);
        await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        return true;
    }, cancellation);

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync()
    {
        _appendTurn.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>A connection, open and set up.</summary>
    protected abstract Task<DbConnection> ConnectAsync(CancellationToken cancellation);

    /// <summary>A transaction that excludes other writers from its start.</summary>
    protected abstract Task<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken cancellation);

    /// <summary>Settings of tables that are no part of the schema.</summary>
    protected virtual Task PrepareTablesAsync(DbConnection connection, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>Says what a failure of the database means.</summary>
    protected abstract StoreException Explain(DbException failure);

    /// <summary>Runs work on a connection; failures of the database come out as <see cref="StoreException"/>.</summary>
    protected async Task<T> GuardAsync<T>(Func<DbConnection, Task<T>> work, CancellationToken cancellation)
    {
        try
        {
            var connection = await ConnectAsync(cancellation).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
                return await work(connection).ConfigureAwait(false);
        }
        catch (DbException failure)
        {
            throw Explain(failure);
        }
        catch (Exception failure) when (failure is System.Net.Sockets.SocketException or TimeoutException)
        {
            throw new StoreException(Name, $"cannot be reached ({failure.Message}).", failure) { IsPassing = true };
        }
    }
}
