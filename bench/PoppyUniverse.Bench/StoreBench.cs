using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using Npgsql;
using NpgsqlTypes;

namespace PoppyUniverse.Bench;

/// <summary>Rows a second into the stores through POST /api/interactions, and what the databases do without a server.</summary>
internal sealed class StoreBench(string folder, string? postgres)
{
    private const int RowsOfARequest = 10_000;
    private const int Requests = 20;
    private const string Insert = "INSERT INTO interactions (sequence, user_id, client_key, type, value, strength, unix_microseconds) VALUES ($0, $1, $2, 'Star', 'G', 4, $3)";

    private int _run;

    /// <summary>Adds the measures; those of PostgreSQL when there is one.</summary>
    public void AddTo(Rounds rounds)
    {
        rounds.Add("SQLite, served", () => Served($"sqlite:{folder}/served{++_run}.db")).Add("SQLite, raw", RawSqlite);
        if (postgres is not null)
            rounds.Add("PostgreSQL, served", ServedPostgres).Add("PostgreSQL, raw", RawPostgres);
    }

    private double Served(string store)
    {
        using var server = new ServedProcess(folder, store);
        using var client = new HttpClient { BaseAddress = new($"http://127.0.0.1:{server.Port}") };
        var run = ++_run;
        byte[][] bodies = [.. Enumerable.Range(0, Requests).Select(request => Body(run, request))];
        Post(client, Body(run, -1)); // warm-up
        var clock = Stopwatch.StartNew();
        foreach (var body in bodies)
            Post(client, body);
        return Requests * (double)RowsOfARequest / clock.Elapsed.TotalSeconds;
    }

    // an empty table each round, as SQLite's is: rows get slower to store the more there are
    private double ServedPostgres()
    {
        using (var source = NpgsqlDataSource.Create(postgres!["postgres:".Length..]))
        using (var command = source.CreateCommand("DO 'BEGIN IF to_regclass(''interactions'') IS NOT NULL THEN TRUNCATE interactions; END IF; END'"))
            command.ExecuteNonQuery();
        return Served(postgres);
    }

    private static void Post(HttpClient client, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        using var response = client.PostAsync("/api/interactions", content).GetAwaiter().GetResult();
        response.EnsureSuccessStatusCode();
    }

    private static byte[] Body(int run, int request)
    {
        var rows = Enumerable.Range(0, RowsOfARequest).Select(i => string.Create(
            CultureInfo.InvariantCulture, $"{{\"key\":\"{run}-{request}-{i}\",\"user\":{i % 5_000},\"type\":\"Star\",\"value\":\"G\",\"strength\":{1 + (i % 5)},\"timestamp\":\"2026-01-31T22:00:00Z\"}}"));
        return Encoding.UTF8.GetBytes($"[{string.Join(',', rows)}]");
    }

    // the same table, index and settings, the same flush of each batch, but no server, no JSON, no checks
    private double RawSqlite()
    {
        using var connection = new SqliteConnection($"Data Source={folder}/raw{++_run}.db;Pooling=false");
        connection.Open();
        Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536; PRAGMA wal_autocheckpoint=8000; CREATE TABLE interactions (sequence INTEGER PRIMARY KEY, user_id TEXT NOT NULL, client_key BLOB, type TEXT NOT NULL, value TEXT NOT NULL, strength SMALLINT NOT NULL, unix_microseconds BIGINT NOT NULL); CREATE UNIQUE INDEX interactions_by_user ON interactions (user_id, client_key)");
        var clock = Stopwatch.StartNew();
        for (var request = 0; request < Requests; request++)
        {
            using var transaction = connection.BeginTransaction();
            using var command = connection.CreateCommand();
            command.CommandText = Insert;
            for (var p = 0; p < 4; p++)
                command.Parameters.AddWithValue($"${p}", 0L);
            for (var i = 0; i < RowsOfARequest; i++)
            {
                var sequence = ((long)request * RowsOfARequest) + i;
                (command.Parameters[0].Value, command.Parameters[1].Value, command.Parameters[2].Value, command.Parameters[3].Value) = (sequence, Text(i), Key(sequence), sequence);
                command.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        return Requests * (double)RowsOfARequest / clock.Elapsed.TotalSeconds;

        void Execute(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
    }

    private double RawPostgres()
    {
        using var source = NpgsqlDataSource.Create(postgres!["postgres:".Length..]);
        using var connection = source.OpenConnection();
        using (var command = new NpgsqlCommand("DROP TABLE IF EXISTS raw; CREATE TABLE raw (LIKE interactions INCLUDING ALL)", connection))
            command.ExecuteNonQuery();
        var clock = Stopwatch.StartNew();
        for (var request = 0; request < Requests; request++)
        {
            using var copy = connection.BeginBinaryImport("COPY raw FROM STDIN (FORMAT BINARY)");
            for (var i = 0; i < RowsOfARequest; i++)
            {
                var sequence = ((long)request * RowsOfARequest) + i;
                copy.StartRow();
                copy.Write(sequence, NpgsqlDbType.Bigint);
                copy.Write(Text(i));
                copy.Write(Key(sequence));
                copy.Write("Star");
                copy.Write("G");
                copy.Write((short)4, NpgsqlDbType.Smallint);
                copy.Write(sequence, NpgsqlDbType.Bigint);
            }

            copy.Complete();
        }

        return Requests * (double)RowsOfARequest / clock.Elapsed.TotalSeconds;
    }

    private static string Text(int i) => (i % 5_000).ToString(CultureInfo.InvariantCulture);

    private static byte[] Key(long sequence) => System.Security.Cryptography.SHA256.HashData(BitConverter.GetBytes(sequence))[..16];
}
