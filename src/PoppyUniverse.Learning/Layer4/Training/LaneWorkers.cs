using System.Runtime.ExceptionServices;
using System.Runtime.Intrinsics.X86;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// Threads that do the same small pieces of work again and again: each call returns when all is done. Every worker has a
/// range of lanes of its own, so that what belongs to a lane stays near. Waiting threads spin for a moment and then yield,
/// because a batch takes microseconds.
/// </summary>
internal sealed class LaneWorkers : IDisposable
{
    private const int SpinsBeforeYield = 1_000;

    private readonly Thread[] _threads;
    private readonly int _lanes;
    private Action<int> _work = _ => { };
    private Exception? _failure;
    private int _call;
    private int _running;
    private int _taken;
    private bool _stopped;

    public LaneWorkers(int threads, int lanes)
    {
        _lanes = lanes;
        _threads = [.. Enumerable.Range(1, Math.Min(threads, lanes) - 1).Select(worker =>
        {
            var thread = new Thread(() => Wait(worker)) { IsBackground = true, Name = $"lanes {worker}" };
            thread.Start();
            return thread;
        })];
    }

    /// <summary>Number of workers.</summary>
    public int Count => _threads.Length + 1;

    /// <summary>The lanes of a worker.</summary>
    public (int First, int End) LanesOf(int worker) => (_lanes * worker / Count, _lanes * (worker + 1) / Count);

    /// <summary>Runs the work for workers 0, 1, …, each on its thread. Rethrows a worker's failure.</summary>
    public void ForEach(Action<int> work)
    {
        _work = work;
        Volatile.Write(ref _running, _threads.Length);
        Volatile.Write(ref _call, _call + 1);
        Run(0);
        for (var spins = 0; Volatile.Read(ref _running) > 0;)
            Pause(ref spins);
        if (Interlocked.Exchange(ref _failure, null) is { } failure)
            ExceptionDispatchInfo.Throw(failure);
    }

    /// <summary>Runs the work for lanes 0, 1, …, each on its worker's thread.</summary>
    public void ForEachLane(Action<int> work) => ForEach(worker =>
    {
        var (first, end) = LanesOf(worker);
        for (var lane = first; lane < end; lane++)
            work(lane);
    });

    /// <summary>Runs the work for parts 0, 1, …, each on whatever thread comes to it first.</summary>
    public void ForEachPart(int parts, Action<int> work)
    {
        _taken = 0;
        ForEach(_ =>
        {
            for (int part; (part = Interlocked.Increment(ref _taken) - 1) < parts;)
                work(part);
        });
    }

    public void Dispose()
    {
        Volatile.Write(ref _stopped, true);
        Volatile.Write(ref _call, _call + 1);
        foreach (var thread in _threads)
            thread.Join();
    }

    private void Wait(int worker)
    {
        for (var seen = 0; ; seen++)
        {
            for (var spins = 0; Volatile.Read(ref _call) == seen;)
                Pause(ref spins);
            if (Volatile.Read(ref _stopped))
                return;
            Run(worker);
            Interlocked.Decrement(ref _running);
        }
    }

    private void Run(int worker)
    {
        try
        {
            _work(worker);
        }
        catch (Exception failure)
        {
            Interlocked.CompareExchange(ref _failure, failure, null);
        }
    }

    // Thread.SpinWait takes a call into the runtime, which looks at the clock.
    private static void Pause(ref int spins)
    {
        if (++spins >= SpinsBeforeYield)
            Thread.Yield();
        else if (X86Base.IsSupported)
            X86Base.Pause();
        else
            Thread.SpinWait(1);
    }
}
