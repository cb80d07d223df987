using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace PoppyUniverse.Storage.Stores;

/// <summary>
/// A store in one SQLite file (with its write-ahead log beside it). Commits are flushed to the disk (synchronous=FULL), and
/// what is deleted is overwritten (secure_delete).
/// </summary>
internal sealed class SqliteStore : SqlStore
{
    private const int BusySeconds = 10;
    private const int CleaningAttempts = 50;
    private static readonly TimeSpan CleaningPause = TimeSpan.FromMilliseconds(100);

    // https://www.sqlite.org/rescode.html
    private const int Busy = 5, Locked = 6, Full = 13, CannotOpen = 14, NoDatabase = 26, InputOutput = 10, ReadOnly = 8;

    private readonly SqliteConnectionStringBuilder _connection;

    public SqliteStore(string path)
        : base(Dialect.Sqlite) =>
        _connection = new() { DataSource = path, DefaultTimeout = BusySeconds };

    public override string Name => StoreAddress.NameOf(_connection);

    public override ValueTask DisposeAsync()
    {
        using (var connection = new SqliteConnection(_connection.ConnectionString))
            SqliteConnection.ClearPool(connection);
        return base.DisposeAsync();
    }

    protected override async Task<DbConnection> ConnectAsync(CancellationToken cancellation)
    {
        var connection = new SqliteConnection(_connection.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellation).ConfigureAwait(false);
            await connection.ExecuteAsync("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON", [], cancellation).ConfigureAwait(false);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    // deferred: false takes the write lock at once, so that no reading snapshot has to be given up later
    protected override Task<DbTransaction> BeginWriteAsync(DbConnection connection, CancellationToken cancellation) =>
        Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(deferred: false));

    protected override async Task<HashSet<long>> InsertAsync(DbConnection connection, IReadOnlyList<NewInteraction> rows, long firstSequence, CancellationToken cancellation)
    {
        var added = new HashSet<long>(rows.Count);
        using var command = connection.CommandOf(
            """
            INSERT INTO interactions (sequence, user_id, client_key, type, value, strength, unix_microseconds)
            VALUES (@sequence, @user, @key, @type, @value, @strength, @time) ON CONFLICT (user_id, client_key) DO NOTHING
            """,
            [("sequence", 0L), ("user", ""), ("key", DBNull.Value), ("type", ""), ("value", ""), ("strength", 0L), ("time", 0L)]);
        await command.PrepareAsync(cancellation).ConfigureAwait(false);
        var parameters = command.Parameters;
        for (var i = 0; i < rows.Count; i++)
        {
            var row = rows[i];
            (parameters[0].Value, parameters[1].Value, parameters[2].Value) = (firstSequence + i, row.User, (object?)KeyBytes(row.ClientKey) ?? DBNull.Value);
            (parameters[3].Value, parameters[4].Value, parameters[5].Value, parameters[6].Value) = (row.Type, row.Value, (long)row.Strength, row.UnixMicroseconds);
            if (command.ExecuteNonQuery() == 1)
                added.Add(firstSequence + i);
        }

        return added;
    }

    // Splits of pages leave copies of rows in the unused parts of others, which only a new file is free of; and the log
    // beside the database has to be emptied into it, which must wait for whoever is reading.
    protected override async Task<bool> CleanAsync(DbConnection connection, CancellationToken cancellation)
    {
        await connection.ExecuteAsync("VACUUM", [], cancellation).ConfigureAwait(false);
        for (var attempt = 0; attempt < CleaningAttempts; attempt++)
        {
            if (await connection.ScalarAsync("PRAGMA wal_checkpoint(TRUNCATE)", [], cancellation).ConfigureAwait(false) == 0)
                return true;
            await Task.Delay(CleaningPause, cancellation).ConfigureAwait(false);
        }

        throw new StoreException(Name, "the user is erased, but somebody reads the database all the time, so that its write-ahead log still holds deleted rows. Ask again.") { IsPassing = true };
    }

    protected override StoreException Explain(DbException failure) => failure is not SqliteException sqlite
        ? new(Name, failure.Message, failure)
        : sqlite.SqliteErrorCode switch
        {
            Busy or Locked => new(Name, $"is locked by another program for more than {BusySeconds} seconds.", failure) { IsPassing = true },
            Full => new(Name, "the disk is full.", failure) { IsPassing = true },
            CannotOpen => new(Name, "cannot be opened; expected a file that can be read and written, in a folder that exists and can be written.", failure),
            ReadOnly => new(Name, "cannot be written.", failure),
            NoDatabase => new(Name, "is no SQLite database.", failure),
            InputOutput => new(Name, "reading or writing failed (SQLite error 10).", failure) { IsPassing = true },
            _ => new(Name, $"SQLite error {sqlite.SqliteErrorCode}: {failure.Message}", failure),
        };
}
