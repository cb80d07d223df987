using PoppyUniverse.Storage.Stores;
using PoppyUniverse.Web.Telemetry;

namespace PoppyUniverse.Web.Live;

/// <summary>Takes in what users did, from wherever it comes: to the store first, then to the model that answers.</summary>
internal sealed class Intake(IStore store, LiveModel live, ServeMetrics metrics, TimeProvider clock)
{
    /// <summary>Stores a batch, all of it or on a conflict nothing; when this returns, the users' next answers know of it.</summary>
    /// <exception cref="StoreException">The store cannot be written.</exception>
    public async Task<AppendResult> TakeAsync(IReadOnlyList<NewInteraction> rows, CancellationToken cancellation)
    {
        var started = clock.GetTimestamp();
        var result = await store.AppendAsync(rows, cancellation).ConfigureAwait(false);
        if (result.Conflicts.Count > 0)
            return result;
        live.Take(Stored(rows, result.Sequences));
        metrics.Stored(result, clock.GetElapsedTime(started));
        return result;
    }

    private static IEnumerable<StoredInteraction> Stored(IReadOnlyList<NewInteraction> rows, IReadOnlyList<long> sequences) => rows
        .Zip(sequences, (row, sequence) => new StoredInteraction(sequence, row.User, row.Type, row.Value, row.Strength, row.UnixMicroseconds))
        .Where(row => row.Sequence > 0);
}
