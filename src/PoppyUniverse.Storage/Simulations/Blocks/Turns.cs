using System.Runtime.ExceptionServices;

namespace PoppyUniverse.Storage.Simulations.Blocks;

/// <summary>Works on blocks with several threads; what a block hands over, it hands over in its turn, in order of blocks.</summary>
internal sealed class Turns
{
    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop;
    private readonly ManualResetEventSlim[] _signals;
    private readonly int _end;
    private int _next;
    private volatile int _current;
    private ExceptionDispatchInfo? _failure;

    private Turns((int First, int End) blocks, int threads, CancellationTokenSource stop)
    {
        (_next, _current, _end, _stop) = (blocks.First, blocks.First, blocks.End, stop);
        _signals = [.. Enumerable.Range(0, threads).Select(_ => new ManualResetEventSlim())];
    }

    /// <summary>Works on all blocks from First up to End.</summary>
    /// <param name="blocks">The blocks.</param>
    /// <param name="threads">At least 1.</param>
    /// <param name="makeWorker">Makes the worker of a thread; it is disposed in the end.</param>
    /// <param name="cancellation">Stops early.</param>
    public static void Run((int First, int End) blocks, int threads, Func<IBlockWorker> makeWorker, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        threads = Math.Max(1, Math.Min(threads, blocks.End - blocks.First));
        var turns = new Turns(blocks, threads, stop);
        var running = Enumerable.Range(0, threads)
            .Select(thread => Task.Factory.StartNew(() => turns.Work(thread, makeWorker), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))
            .ToArray();
        Task.WaitAll(running, CancellationToken.None);
        foreach (var signal in turns._signals)
            signal.Dispose();
        turns._failure?.Throw();
        cancellation.ThrowIfCancellationRequested();
    }

    private void Work(int thread, Func<IBlockWorker> makeWorker)
    {
        try
        {
            using var worker = makeWorker();
            for (var block = Interlocked.Increment(ref _next) - 1; block < _end; block = Interlocked.Increment(ref _next) - 1)
            {
                var turn = new Turn(this, block, thread);
                worker.Work(block, turn);
                turn.Await();
                PassOn();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // another thread failed, or the caller has cancelled: the caller is told that
        }
        catch (Exception error)
        {
            lock (_gate)
                _failure ??= ExceptionDispatchInfo.Capture(error);
            _stop.Cancel();
        }
    }

    private void PassOn()
    {
        lock (_gate)
        {
            _current++;
            foreach (var signal in _signals)
                signal.Set();
        }
    }

    private void Await(int block, int thread)
    {
        while (_current != block)
        {
            _signals[thread].Wait(_stop.Token);
            _signals[thread].Reset();
        }

        _stop.Token.ThrowIfCancellationRequested();
    }

    /// <summary>The turn of a block.</summary>
    internal readonly struct Turn(Turns turns, int block, int thread)
    {
        /// <summary>Whether it has come: all earlier blocks are handed over.</summary>
        public bool HasCome => turns._current == block;

        /// <summary>Waits for it.</summary>
        /// <exception cref="OperationCanceledException">The work was stopped.</exception>
        public void Await() => turns.Await(block, thread);
    }
}
