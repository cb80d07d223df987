using PoppyUniverse.Learning;

namespace PoppyUniverse.Testing;

/// <summary>Ranks that are threads of one process.</summary>
internal sealed class ThreadRanks : ICollective
{
    private readonly Shared _shared;

    private ThreadRanks(int rank, Shared shared) => (Rank, _shared) = (rank, shared);

    public int Rank { get; }

    public int Size => _shared.Messages.Length;

    /// <summary>Runs the same on so many ranks at once; returns what each returned, and fails when one does.</summary>
    public static T[] Run<T>(int size, Func<ICollective, T> work)
    {
        var shared = new Shared(new byte[size][], new(size));
        var results = new T[size];
        Thread[] threads = [.. Enumerable.Range(0, size).Select(rank => new Thread(() =>
        {
            try
            {
                results[rank] = work(new ThreadRanks(rank, shared));
            }
            catch (Exception failure)
            {
                shared.Fail(failure);
            }
        }))];
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        if (shared.Failure is { } first)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
        return results;
    }

    public void AllGather(ReadOnlySpan<byte> own, ReadOnlySpan<int> lengths, Span<byte> all) => Exchange(own, lengths, all, receives: true);

    public void Gather(ReadOnlySpan<byte> own, ReadOnlySpan<int> lengths, Span<byte> all) => Exchange(own, lengths, all, Rank == 0);

    public void Broadcast(Span<byte> bytes)
    {
        if (Rank == 0)
            _shared.Messages[0] = bytes.ToArray();
        Barrier();
        _shared.Messages[0].CopyTo(bytes);
        Barrier();
    }

    public void Barrier() => _shared.Gate.SignalAndWait(_shared.Stop.Token);

    private void Exchange(ReadOnlySpan<byte> own, ReadOnlySpan<int> lengths, Span<byte> all, bool receives)
    {
        Assert.Equal(lengths[Rank], own.Length);
        _shared.Messages[Rank] = own.ToArray();
        Barrier();
        for (var rank = 0; rank < Size && receives; rank++)
        {
            Assert.Equal(lengths[rank], _shared.Messages[rank].Length);
            _shared.Messages[rank].CopyTo(all);
            all = all[lengths[rank]..];
        }

        Barrier();
    }

    private sealed record Shared(byte[][] Messages, Barrier Gate)
    {
        private Exception? _failure;

        public Exception? Failure => _failure;

        public CancellationTokenSource Stop { get; } = new();

        // the first failure ends all ranks, as it would processes
        public void Fail(Exception failure)
        {
            Interlocked.CompareExchange(ref _failure, failure, null);
            Stop.Cancel();
        }
    }
}
