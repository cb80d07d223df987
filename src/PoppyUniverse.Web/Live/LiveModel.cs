using PoppyUniverse.Storage.Stores;

namespace PoppyUniverse.Web.Live;

/// <summary>The model that answers, and the users who did something since it was trained.</summary>
internal sealed class LiveModel : IDisposable
{
    private const int RowsAtATime = 10_000;

    private readonly IStore _store;
    private readonly SemaphoreSlim _swap = new(1);
    private ServedModel? _served;
    private long _replayedFrom = long.MaxValue;

    public LiveModel(IStore store) => (_store, Users) = (store, new(Erasures));

    /// <summary>The model that answers now.</summary>
    public ServedModel Served => Volatile.Read(ref _served) ?? throw new InvalidOperationException("No model is loaded yet.");

    /// <summary>Whether there is one.</summary>
    public bool IsLoaded => Volatile.Read(ref _served) is not null;

    /// <summary>Users with new interactions.</summary>
    public LiveUsers Users { get; }

    /// <summary>Who was erased.</summary>
    public Erasures Erasures { get; } = new();

    /// <summary>
    /// Lets a model answer from now on. Interactions that it was not trained on are there before it is, whether it is newer
    /// or older than the last; nothing waits, and a request on its way ends with the model that it began with.
    /// </summary>
    public async Task SwapAsync(ServedModel next, CancellationToken cancellation)
    {
        await _swap.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (next.Version.TrainedThrough < _replayedFrom)
            {
                await ReplayAsync(next.Version.TrainedThrough, _replayedFrom, cancellation).ConfigureAwait(false);
                _replayedFrom = next.Version.TrainedThrough;
            }

            var last = Interlocked.Exchange(ref _served, next);
            GiveUp(Math.Min(last?.Version.TrainedThrough ?? 0, next.Version.TrainedThrough));
        }
        finally
        {
            _swap.Release();
        }
    }

    /// <summary>Takes in what was stored.</summary>
    public void Take(IEnumerable<StoredInteraction> rows) => Users.Add(rows);

    /// <summary>Forgets a user, whatever the model learned.</summary>
    public void Forget(string user, long sequence)
    {
        Erasures.Add(new(ErasedUser.HashOf(user), sequence));
        Users.Forget(user);
    }

    public void Dispose() => _swap.Dispose();

    // Rows that neither this model nor the last, which may still be answering, has to fold in.
    private void GiveUp(long through)
    {
        if (through <= _replayedFrom)
            return;
        Users.Prune(through);
        _replayedFrom = through;
    }

    private async Task ReplayAsync(long after, long through, CancellationToken cancellation)
    {
        var piece = new List<StoredInteraction>(RowsAtATime);
        await foreach (var row in _store.ReadAsync(after, through, cancellation).ConfigureAwait(false))
        {
            piece.Add(row);
            if (piece.Count == RowsAtATime)
            {
                Users.Add(piece);
                piece.Clear();
            }
        }

        Users.Add(piece);
    }
}
