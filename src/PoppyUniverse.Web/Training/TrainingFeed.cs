using System.Runtime.CompilerServices;
using PoppyUniverse.Web.Contracts;

namespace PoppyUniverse.Web.Training;

/// <summary>
/// How the current or last training went, for any number of listeners: one who comes late is told every epoch so far, one
/// who is slow skips what lies between.
/// </summary>
internal sealed class TrainingFeed
{
    private readonly Lock _lock = new();
    private readonly List<TrainingStatus> _epochs = [];
    private TrainingStatus _latest = new(TrainingState.Idle);
    private TaskCompletionSource _changed = Fresh();
    private long _run;

    /// <summary>The latest.</summary>
    public TrainingStatus Latest
    {
        get
        {
            lock (_lock)
                return _latest;
        }
    }

    /// <summary>All epochs that ended so far, those of the first network first.</summary>
    public IReadOnlyList<TrainingStatus> Epochs
    {
        get
        {
            lock (_lock)
                return [.. _epochs];
        }
    }

    /// <summary>A new training begins.</summary>
    public void Start(TrainingStatus status)
    {
        lock (_lock)
        {
            _epochs.Clear();
            _run++;
        }

        Set(status, isEpoch: false);
    }

    /// <summary>There is news.</summary>
    public void Set(TrainingStatus status, bool isEpoch)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            _latest = status;
            if (isEpoch)
                _epochs.Add(status);
            (changed, _changed) = (_changed, Fresh());
        }

        changed.SetResult();
    }

    /// <summary>All epochs so far, then what comes, until the training is over.</summary>
    public async IAsyncEnumerable<TrainingStatus> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var (told, run) = (0, -1L);
        while (true)
        {
            List<TrainingStatus> news;
            Task changed;
            lock (_lock)
            {
                if (run != _run)
                    (told, run) = (0, _run);
                news = [.. _epochs.Skip(told)];
                told = _epochs.Count;
                if (news.Count == 0 || !ReferenceEquals(news[^1], _latest))
                    news.Add(_latest);
                changed = _changed.Task;
            }

            foreach (var status in news)
                yield return status;
            if (news[^1].State != TrainingState.Running)
                yield break;
            await changed.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
