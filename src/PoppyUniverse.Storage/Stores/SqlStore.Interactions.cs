using System.Data.Common;
using System.Runtime.CompilerServices;

namespace PoppyUniverse.Storage.Stores;

internal abstract partial class SqlStore
{
    private const int RowsOfAPiece = 20_000;
    private const string LogName = "log ";
    private const string Columns = "sequence, user_id, type, value, strength, unix_microseconds";

    /// <inheritdoc/>
    public async Task<bool> KnowsLogAsync(string sha256, CancellationToken cancellation) => await GuardAsync(connection =>
        connection.ScalarAsync("SELECT COUNT(*) FROM counters WHERE name = @name", [("name", LogName + sha256)], cancellation), cancellation).ConfigureAwait(false) > 0;

    /// <inheritdoc/>
    public Task NoteLogAsync(string sha256, CancellationToken cancellation) => GuardAsync(connection =>
        connection.ExecuteAsync("INSERT INTO counters (name, number) VALUES (@name, 1) ON CONFLICT (name) DO NOTHING", [("name", LogName + sha256)], cancellation), cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredInteraction>> HistoryAsync(string user, int most, CancellationToken cancellation) =>
        SelectAsync($"SELECT {Columns} FROM interactions WHERE user_id = @user ORDER BY sequence DESC LIMIT @most", [("user", user), ("most", most)], Row, cancellation);

    /// <inheritdoc/>
    public async Task<long> CountAsync(string user, CancellationToken cancellation) => await GuardAsync(async connection =>
        await connection.ScalarAsync("SELECT COUNT(*) FROM interactions WHERE user_id = @user", [("user", user)], cancellation).ConfigureAwait(false) ?? 0, cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    public async Task<long> CountAfterAsync(long sequence, CancellationToken cancellation) => await GuardAsync(async connection =>
        await connection.ScalarAsync("SELECT COUNT(*) FROM interactions WHERE sequence > @after", [("after", sequence)], cancellation).ConfigureAwait(false) ?? 0, cancellation).ConfigureAwait(false);

    /// <inheritdoc/>
    public async IAsyncEnumerable<StoredInteraction> ReadAsync(long after, long through, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            var piece = await SelectAsync(
                $"SELECT {Columns} FROM interactions WHERE sequence > @after AND sequence <= @through ORDER BY sequence LIMIT {RowsOfAPiece}",
                [("after", after), ("through", through)], Row, cancellation).ConfigureAwait(false);
            foreach (var row in piece)
                yield return row;
            if (piece.Count < RowsOfAPiece)
                yield break;
            after = piece[^1].Sequence;
        }
    }

    /// <inheritdoc/>
    public async Task<Erasure> EraseUserAsync(string user, CancellationToken cancellation)
    {
        await _appendTurn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var erased = await GuardAsync(connection => DeleteUserAsync(connection, user, cancellation), cancellation).ConfigureAwait(false);
            await GuardAsync(connection => CleanAsync(connection, cancellation), cancellation).ConfigureAwait(false);
            return erased;
        }
        finally
        {
            _appendTurn.Release();
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ErasedUser>> ErasedUsersAsync(CancellationToken cancellation) => SelectAsync(
        "SELECT user_hash, sequence FROM erased_users ORDER BY sequence",
        [], reader => new ErasedUser(Convert.ToHexStringLower((byte[])reader.GetValue(0)), reader.GetInt64(1)), cancellation);

    /// <inheritdoc/>
    public async Task<StoreSummary> SummaryAsync(CancellationToken cancellation)
    {
        var numbers = (await SelectAsync("SELECT name, number FROM counters", [], reader => (Name: reader.GetString(0), Number: reader.GetInt64(1)), cancellation).ConfigureAwait(false))
            .ToDictionary(counter => counter.Name, counter => counter.Number);
        return new(numbers["rows"], numbers["sequence"]);
    }

    /// <summary>Removes from the database's files what it keeps of deleted rows.</summary>
    protected abstract Task<bool> CleanAsync(DbConnection connection, CancellationToken cancellation);

    private async Task<Erasure> DeleteUserAsync(DbConnection connection, string user, CancellationToken cancellation)
    {
        var transaction = await BeginWriteAsync(connection, cancellation).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            long erased = await connection.ExecuteAsync("DELETE FROM interactions WHERE user_id = @user", [("user", user)], cancellation).ConfigureAwait(false);
            // a number of its own tells models that were trained before from those after
            var sequence = await AddToCounterAsync(connection, "sequence", 1, cancellation).ConfigureAwait(false);
            await AddToCounterAsync(connection, "rows", -erased, cancellation).ConfigureAwait(false);
            await connection.ExecuteAsync(
                "INSERT INTO erased_users (user_hash, sequence) VALUES (@hash, @sequence) ON CONFLICT (user_hash) DO UPDATE SET sequence = excluded.sequence",
                [("hash", ErasedUser.HashBytes(user)), ("sequence", sequence)], cancellation).ConfigureAwait(false);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
            return new(erased, sequence);
        }
    }

    private Task<IReadOnlyList<T>> SelectAsync<T>(string sql, (string Name, object Value)[] parameters, Func<DbDataReader, T> read, CancellationToken cancellation) => GuardAsync(
        async connection =>
        {
            var rows = new List<T>();
            using var command = connection.CommandOf(sql, parameters);
            var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
                    rows.Add(read(reader));
            }

            return (IReadOnlyList<T>)rows;
        }, cancellation);

    private static StoredInteraction Row(DbDataReader reader) => new(
        reader.GetInt64(0), reader.GetString(1), string.Intern(reader.GetString(2)), string.Intern(reader.GetString(3)), (byte)reader.GetInt16(4), reader.GetInt64(5));
}
