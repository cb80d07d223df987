using System.Data.Common;
using Npgsql;
using NpgsqlTypes;

namespace PoppyUniverse.Storage.Stores;

internal sealed partial class PostgresStore
{
    // below, the round trips of a copy cost more than they save
    private const int FewestCopied = 200;

    private const string Staged = "pg_temp.arriving";
    private const string InOrder = " ORDER BY user_id, client_key, sequence"; // the index's own: neighbors on a page, not a page for each row
    private const string AllColumns = "sequence, user_id, client_key, type, value, strength, unix_microseconds";

    /// <summary>
    /// Few rows in one statement; many by COPY into a table of the session, which is neither logged nor indexed and empty
    /// again after the commit, and from there.
    /// </summary>
    protected override async Task<bool[]> InsertAsync(DbConnection connection, IReadOnlyList<NewInteraction> rows, long firstSequence, CancellationToken cancellation)
    {
        var isMany = rows.Count >= FewestCopied;
        if (isMany)
            await CopyAsync((NpgsqlConnection)connection, rows, firstSequence, cancellation).ConfigureAwait(false);
        var source = isMany ? Staged : "unnest(@sequences, @users, @keys, @types, @values, @strengths, @times)";
        var count = await connection.ExecuteAsync(
            $"INSERT INTO interactions ({AllColumns}) SELECT * FROM {source}{(isMany ? InOrder : "")} ON CONFLICT (user_id, client_key) DO NOTHING",
            isMany ? [] : Arrays(rows, firstSequence), cancellation).ConfigureAwait(false);
        var added = new bool[rows.Count];
        if (count == added.Length)
            Array.Fill(added, true);
        else
            await MarkAsync(connection, added, firstSequence, cancellation).ConfigureAwait(false);
        return added;
    }

    // An earlier batch of the same transaction may have left rows in the table.
    private static async Task CopyAsync(NpgsqlConnection connection, IReadOnlyList<NewInteraction> rows, long firstSequence, CancellationToken cancellation)
    {
        await connection.ExecuteAsync(
            $"CREATE TEMP TABLE IF NOT EXISTS arriving (LIKE interactions) ON COMMIT DELETE ROWS; TRUNCATE {Staged}", [], cancellation).ConfigureAwait(false);
        var copy = await connection.BeginBinaryImportAsync($"COPY {Staged} ({AllColumns}) FROM STDIN (FORMAT BINARY)", cancellation).ConfigureAwait(false);
        await using (copy.ConfigureAwait(false))
        {
            // into the connection's buffer, which is sent on when it is full; a task for each of seven columns takes longer
            for (var i = 0; i < rows.Count; i++)
                Write(copy, rows[i], firstSequence + i);
            await copy.CompleteAsync(cancellation).ConfigureAwait(false);
        }
    }

    private static void Write(NpgsqlBinaryImporter copy, NewInteraction row, long sequence)
    {
        copy.StartRow();
        copy.Write(sequence, NpgsqlDbType.Bigint);
        copy.Write(row.User, NpgsqlDbType.Text);
        copy.Write(KeyBytes(row.ClientKey), NpgsqlDbType.Bytea);
        copy.Write(row.Type, NpgsqlDbType.Text);
        copy.Write(row.Value, NpgsqlDbType.Text);
        copy.Write((short)row.Strength, NpgsqlDbType.Smallint);
        copy.Write(row.UnixMicroseconds, NpgsqlDbType.Bigint);
    }

    private static (string Name, object Value)[] Arrays(IReadOnlyList<NewInteraction> rows, long firstSequence) =>
    [
        ("sequences", Enumerable.Range(0, rows.Count).Select(i => firstSequence + i).ToArray()), ("users", rows.Select(row => row.User).ToArray()),
        ("keys", rows.Select(row => KeyBytes(row.ClientKey)).ToArray()), ("types", rows.Select(row => row.Type).ToArray()), ("values", rows.Select(row => row.Value).ToArray()),
        ("strengths", rows.Select(row => (short)row.Strength).ToArray()), ("times", rows.Select(row => row.UnixMicroseconds).ToArray()),
    ];

    private static async Task MarkAsync(DbConnection connection, bool[] added, long firstSequence, CancellationToken cancellation)
    {
        using var command = connection.CommandOf("SELECT sequence FROM interactions WHERE sequence >= @first", [("first", firstSequence)]);
        var reader = await command.ExecuteReaderAsync(cancellation).ConfigureAwait(false);
        await using (reader.ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellation).ConfigureAwait(false))
                added[reader.GetInt64(0) - firstSequence] = true;
        }
    }
}
