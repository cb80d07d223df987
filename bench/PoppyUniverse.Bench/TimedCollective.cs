using System.Diagnostics;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Bench;

/// <summary>Ranks that note how long they talk in steps, waiting for each other included, and how much they hear.</summary>
internal sealed class TimedCollective(ICollective inner) : ICollective
{
    // what is said before the first step is shorter
    private const int LeastStepBytes = 100_000;

    private readonly Stopwatch _clock = new();

    public int Rank => inner.Rank;

    public int Size => inner.Size;

    public TimeSpan Time => _clock.Elapsed;

    /// <summary>Bytes of all ranks in the all-gathers of steps.</summary>
    public long Bytes { get; private set; }

    public long Calls { get; private set; }

    public void AllGather(ReadOnlySpan<byte> own, ReadOnlySpan<int> lengths, Span<byte> all)
    {
        var isStep = all.Length >= LeastStepBytes;
        if (isStep)
            _clock.Start();
        inner.AllGather(own, lengths, all);
        _clock.Stop();
        if (isStep)
            (Bytes, Calls) = (Bytes + all.Length, Calls + 1);
    }

    public void Gather(ReadOnlySpan<byte> own, ReadOnlySpan<int> lengths, Span<byte> all) => inner.Gather(own, lengths, all);

    public void Broadcast(Span<byte> bytes) => inner.Broadcast(bytes);

    public void Barrier() => inner.Barrier();
}
