using System.Data.Common;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace PoppyUniverse.Storage.Stores;

/// <summary>
/// A store in one SQLite file (with its write-ahead log beside it). Commits are flushed to the disk (synchronous=FULL), and
/// what is deleted is overwritten (secure_delete).
/// </summary>
internal sealed class SqliteStore : SqlStore
{
    private const string Insert =
        """
        INSERT INTO interactions (sequence, user_id, client_key, type, value, strength, unix_microseconds)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (user_id, client_key) DO NOTHING
        """;

    // A batch touches thousands of pages of the index, as its keys are hashes: 2 MB of them, the default, would be written
    // and read again within the batch; and a checkpoint after every 4 MB would come with every batch.
    private const string Settings =
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 8000";

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
            await connection.ExecuteAsync(Settings, [], cancellation).ConfigureAwait(false);
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

    // The library's own calls: parameters of a command would be boxed and looked up by name for every row, which takes
    // longer than storing it.
    protected override Task<bool[]> InsertAsync(DbConnection connection, IReadOnlyList<NewInteraction> rows, long firstSequence, CancellationToken cancellation)
    {
        var database = ((SqliteConnection)connection).Handle!;
        var added = new bool[rows.Count];
        Check(raw.sqlite3_prepare_v2(database, Insert, out var statement), raw.SQLITE_OK, database);
        using (statement)
        {
            for (var i = 0; i < added.Length; i++)
            {
                Bind(statement, rows[i], firstSequence + i);
                Check(raw.sqlite3_step(statement), raw.SQLITE_DONE, database);
                added[i] = raw.sqlite3_changes(database) == 1;
                Check(raw.sqlite3_reset(statement), raw.SQLITE_OK, database);
            }
        }

        return Task.FromResult(added);
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

    // what is bound is not null, so that binding fails only for want of memory, which the step would tell
    private static void Bind(sqlite3_stmt statement, NewInteraction row, long sequence)
    {
        raw.sqlite3_bind_int64(statement, 1, sequence);
        raw.sqlite3_bind_text(statement, 2, row.User);
        if (row.ClientKey is null)
            raw.sqlite3_bind_null(statement, 3);
        else
            raw.sqlite3_bind_blob(statement, 3, KeyBytes(row.ClientKey));
        raw.sqlite3_bind_text(statement, 4, row.Type);
        raw.sqlite3_bind_text(statement, 5, row.Value);
        raw.sqlite3_bind_int64(statement, 6, row.Strength);
        raw.sqlite3_bind_int64(statement, 7, row.UnixMicroseconds);
    }

    private static void Check(int code, int expected, sqlite3 database)
    {
        if (code != expected)
            SqliteException.ThrowExceptionForRC(code, database);
    }
}
