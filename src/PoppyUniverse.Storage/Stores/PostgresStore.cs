using System.Data.Common;
using Npgsql;

namespace PoppyUniverse.Storage.Stores;

/// <summary>A store in a PostgreSQL database. A commit is as durable as the server's settings make it (by default: on its disk).</summary>
internal sealed partial class PostgresStore : SqlStore
{
    private const int ConnectSeconds = 5;

    private readonly NpgsqlDataSource _source;

    public PostgresStore(NpgsqlConnectionStringBuilder connection)
        : base(Dialect.Postgres)
    {
        connection.ApplicationName ??= "poppy";
        connection.Timeout = Math.Min(connection.Timeout, ConnectSeconds);
        connection.IncludeErrorDetail = false;
        connection.NoResetOnClose = true; // a session keeps nothing but the table that batches come through
        _source = NpgsqlDataSource.Create(connection);
        Name = StoreAddress.NameOf(connection);
    }

    public override string Name { get; }

    public override async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override async Task<DbConnection> ConnectAsync(CancellationToken cancellation) => await _source.OpenConnectionAsync(cancellation).ConfigureAwait(false);

    protected override async Task<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken cancellation)
    {
        var transaction = await connection.BeginTransactionAsync(cancellation).ConfigureAwait(false);
        // one writer at a time, whatever server it is in: numbers are given in the order of commits
        await connection.ExecuteAsync($"SELECT pg_advisory_xact_lock({WriterLock})", [], cancellation).ConfigureAwait(false);
        return transaction;
    }

    // The planner's samples of a column would keep ids of users that were erased.
    protected override Task PrepareTablesAsync(DbConnection connection, CancellationToken cancellation) => connection.ExecuteAsync(
        "ALTER TABLE interactions ALTER COLUMN user_id SET STATISTICS 0, ALTER COLUMN client_key SET STATISTICS 0", [], cancellation);

    // Deleted rows stay in the table's file until it is written anew. The server's own write-ahead log keeps them until it
    // is recycled; that is the administrator's to decide (docs/api.md).
    protected override async Task<bool> CleanAsync(DbConnection connection, CancellationToken cancellation)
    {
        await connection.ExecuteAsync("VACUUM FULL interactions", [], cancellation).ConfigureAwait(false);
        return true;
    }

    protected override StoreException Explain(DbException failure) => failure switch
    {
        PostgresException { SqlState: PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification } =>
            new(Name, "the user name or password is wrong.", failure),
        PostgresException { SqlState: PostgresErrorCodes.InvalidCatalogName } => new(Name, "there is no such database; make it with createdb.", failure),
        PostgresException { SqlState: PostgresErrorCodes.DiskFull } => new(Name, "the database's disk is full.", failure) { IsPassing = true },
        PostgresException postgres => new(Name, $"PostgreSQL error {postgres.SqlState}: {postgres.MessageText}", failure) { IsPassing = postgres.IsTransient },
        _ => new(Name, $"cannot be reached ({failure.InnerException?.Message ?? failure.Message}).", failure) { IsPassing = true },
    };

    private const long WriterLock = 0x706f707079; // "poppy"
}
