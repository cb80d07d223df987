namespace PoppyUniverse.Learning.Layer3;

/// <summary>Counts and times sweeps, and tells how far they are.</summary>
internal sealed class TrainingClock(TrainingContext context, int sweepsAtMost, long rows)
{
    private int _sweeps;

    /// <summary>Worker threads.</summary>
    public int Threads => context.Threads;

    /// <summary>Time of all sweeps.</summary>
    public TimeSpan Time { get; private set; }

    /// <summary>Rows of all sweeps.</summary>
    public long Samples { get; private set; }

    /// <summary>One sweep: users, then values.</summary>
    public void Sweep(Action<CancellationToken> users, Action<CancellationToken> values, (int Number, int Most, long Rows) sweep, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var start = context.Clock.GetTimestamp();
        users(cancellation);
        values(cancellation);
        Time += context.Clock.GetElapsedTime(start);
        Samples += sweep.Rows;
        context.Progress?.Report(new(sweep.Number, sweep.Most, ++_sweeps * rows, sweepsAtMost * rows, null));
    }
}
