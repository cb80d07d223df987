namespace PoppyUniverse.Learning;

/// <summary>
/// What the processes of a run ("ranks") say to each other. Every method is called by all ranks in the same order, by one
/// thread at a time. Bytes come back in order of ranks and nothing is added up on the way, so that a result does not depend
/// on who was first; ranks run on machines of one byte order.
/// </summary>
public interface ICollective
{
    /// <summary>This process, from 0.</summary>
    int Rank { get; }

    /// <summary>Number of processes, at least 1.</summary>
    int Size { get; }

    /// <summary>Everybody's bytes, in order of ranks, to all.</summary>
    /// <param name="own">This rank's.</param>
    /// <param name="lengths">(Size) bytes of each rank, the same on all; at most 2³¹ − 1 together.</param>
    /// <param name="all">Where they go, as long as all lengths together.</param>
    void AllGather(ReadOnlySpan<byte> own, ReadOnlySpan<int> lengths, Span<byte> all);

    /// <summary>The same to rank 0 alone; on the others <paramref name="all"/> stays as it is and may be empty.</summary>
    /// <param name="own">This rank's.</param>
    /// <param name="lengths">(Size) bytes of each rank, the same on all; at most 2³¹ − 1 together.</param>
    /// <param name="all">Where they go on rank 0.</param>
    void Gather(ReadOnlySpan<byte> own, ReadOnlySpan<int> lengths, Span<byte> all);

    /// <summary>Rank 0's bytes to all; as many everywhere.</summary>
    void Broadcast(Span<byte> bytes);

    /// <summary>Returns when all ranks have come here.</summary>
    void Barrier();
}
