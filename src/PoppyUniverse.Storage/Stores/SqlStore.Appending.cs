using System.Collections.Concurrent;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;

namespace PoppyUniverse.Storage.Stores;

internal abstract partial class SqlStore
{
    private const int ClientKeyBytes = 16;

    private readonly ConcurrentQueue<Waiting> _waiting = new();
    private readonly SemaphoreSlim _appendTurn = new(1);

    /// <inheritdoc/>
    public async Task<AppendResult> AppendAsync(IReadOnlyList<NewInteraction> rows, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var mine = new Waiting(rows);
        _waiting.Enqueue(mine);
        // Whoever has the turn commits for all who wait; a batch in line is not taken back, or its sender would not know.
        await _appendTurn.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            if (!mine.Outcome.Task.IsCompleted)
                await CommitWaitingAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            _appendTurn.Release();
        }

        return await mine.Outcome.Task.ConfigureAwait(false);
    }

    /// <summary>Inserts rows under given numbers, one after the other; says of each whether it is new.</summary>
    protected abstract Task<bool[]> InsertAsync(DbConnection connection, IReadOnlyList<NewInteraction> rows, long firstSequence, CancellationToken cancellation);

    /// <summary>A client key as it is kept: its hash, so that keys take little room and tell nothing.</summary>
    protected static byte[]? KeyBytes(string? clientKey) =>
        clientKey is null ? null : SHA256.HashData(Encoding.UTF8.GetBytes(clientKey))[..ClientKeyBytes];

    private async Task CommitWaitingAsync(CancellationToken cancellation)
    {
        var batches = new List<Waiting>();
        while (_waiting.TryDequeue(out var batch))
            batches.Add(batch);
        try
        {
            var results = await GuardAsync(connection => CommitAsync(connection, batches, CancellationToken.None), CancellationToken.None).ConfigureAwait(false);
            for (var i = 0; i < batches.Count; i++)
                batches[i].Outcome.SetResult(results[i]);
        }
        catch (Exception failure)
        {
            foreach (var batch in batches)
                batch.Outcome.TrySetException(failure);
        }
    }

    private async Task<AppendResult[]> CommitAsync(DbConnection connection, List<Waiting> batches, CancellationToken cancellation)
    {
        var results = new AppendResult[batches.Count];
        var transaction = await BeginWriteAsync(connection, cancellation).ConfigureAwait(false);
        await using (transaction.ConfigureAwait(false))
        {
            for (var i = 0; i < batches.Count; i++)
                results[i] = await AppendBatchAsync((connection, transaction), batches[i].Rows, cancellation).ConfigureAwait(false);
            await transaction.CommitAsync(cancellation).ConfigureAwait(false);
        }

        return results;
    }

    private async Task<AppendResult> AppendBatchAsync((DbConnection Connection, DbTransaction Transaction) open, IReadOnlyList<NewInteraction> rows, CancellationToken cancellation)
    {
        var (connection, transaction) = open;
        await transaction.SaveAsync("batch", cancellation).ConfigureAwait(false);
        var last = await AddToCounterAsync(connection, "sequence", rows.Count, cancellation).ConfigureAwait(false);
        var first = last - rows.Count + 1;
        var added = await InsertAsync(connection, rows, first, cancellation).ConfigureAwait(false);
        long[] sequences = [.. added.Select((isNew, i) => isNew ? first + i : 0)];
        var conflicts = new List<int>();
        for (var i = 0; i < rows.Count; i++)
        {
            if (sequences[i] == 0 && !await IsSameAsync(connection, rows[i], cancellation).ConfigureAwait(false))
                conflicts.Add(i);
        }

        if (conflicts.Count > 0)
        {
            await transaction.RollbackAsync("batch", cancellation).ConfigureAwait(false);
            return new(new long[rows.Count], conflicts);
        }

        await AddToCounterAsync(connection, "rows", added.Count(isNew => isNew), cancellation).ConfigureAwait(false);
        await transaction.ReleaseAsync("batch", cancellation).ConfigureAwait(false);
        return new(sequences, conflicts);
    }

    private static async Task<bool> IsSameAsync(DbConnection connection, NewInteraction row, CancellationToken cancellation) =>
        await connection.ScalarAsync(
            """
            SELECT COUNT(*) FROM interactions
            WHERE user_id = @user AND client_key = @key AND type = @type AND value = @value AND strength = @strength AND unix_microseconds = @time
            """,
            [("user", row.User), ("key", KeyBytes(row.ClientKey)!), ("type", row.Type), ("value", row.Value), ("strength", (short)row.Strength), ("time", row.UnixMicroseconds)],
            cancellation).ConfigureAwait(false) > 0;

    private static async Task<long> AddToCounterAsync(DbConnection connection, string name, long amount, CancellationToken cancellation) =>
        (await connection.ScalarAsync("UPDATE counters SET number = number + @amount WHERE name = @name RETURNING number", [("amount", amount), ("name", name)], cancellation).ConfigureAwait(false))!.Value;

    private sealed record Waiting(IReadOnlyList<NewInteraction> Rows)
    {
        public TaskCompletionSource<AppendResult> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
