namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// Threads that do the same small piece of work again and again: each call runs a piece for every lane and returns when
/// all are done. Waiting threads spin for a moment and then yield, because a batch takes microseconds.
/// </summary>
internal sealed class LaneWorkers : IDisposable
{
    private const int SpinsBeforeYield = 20_000;

    private readonly Thread[] _threads;
    private readonly int _lanes;
    private Action<int> _work = _ => { };
    private Exception? _failure;
    private int _call;
    private int _running;
    private bool _stopped;

    public LaneWorkers(int threads, int lanes)
    {
        _lanes = lanes;
        _threads = [.. Enumerable.Range(1, Math.Min(threads, lanes) - 1).Select(index =>
        {
            var thread = new Thread(() => Wait(index)) { IsBackground = true, Name = $"lanes {index}" };
            thread.Start();
            return thread;
        })];
    }

    private int Workers => _threads.Length + 1;

    /// <summary>Runs the work for lanes 0, 1, …; a lane's work stays on one thread. Rethrows a lane's failure.</summary>
    public void ForEachLane(Action<int> work)
    {
        _work = work;
        Volatile.Write(ref _running, _threads.Length);
        Volatile.Write(ref _call, _call + 1);
        RunPart(0);
        for (var spins = 0; Volatile.Read(ref _running) > 0;)
            Pause(ref spins);
        if (Interlocked.Exchange(ref _failure, null) is { } failure)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
    }

    public void Dispose()
    {
        Volatile.Write(ref _stopped, true);
        Volatile.Write(ref _call, _call + 1);
        foreach (var thread in _threads)
            thread.Join();
    }

    private void Wait(int index)
    {
        for (var seen = 0; ; seen++)
        {
            for (var spins = 0; Volatile.Read(ref _call) == seen;)
                Pause(ref spins);
            if (Volatile.Read(ref _stopped))
                return;
            RunPart(index);
            Interlocked.Decrement(ref _running);
        }
    }

    private void RunPart(int index)
    {
        try
        {
            for (var lane = index; lane < _lanes; lane += Workers)
                _work(lane);
        }
        catch (Exception failure)
        {
            Interlocked.CompareExchange(ref _failure, failure, null);
        }
    }

    private static void Pause(ref int spins)
    {
        if (++spins < SpinsBeforeYield)
            Thread.SpinWait(1);
        else
            Thread.Yield();
    }
}
