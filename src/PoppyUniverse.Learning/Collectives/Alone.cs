namespace PoppyUniverse.Learning;

/// <summary>The only process of its run.</summary>
public sealed class Alone : ICollective
{
    private Alone()
    {
    }

    /// <summary>The one there is.</summary>
    public static Alone Instance { get; } = new();

    /// <inheritdoc/>
    public int Rank => 0;

    /// <inheritdoc/>
    public int Size => 1;

    /// <inheritdoc/>
    public void AllGather(ReadOnlySpan<byte> own, ReadOnlySpan<int> lengths, Span<byte> all) => own.CopyTo(all);

    /// <inheritdoc/>
    public void Gather(ReadOnlySpan<byte> own, ReadOnlySpan<int> lengths, Span<byte> all) => own.CopyTo(all);

    /// <inheritdoc/>
    public void Broadcast(Span<byte> bytes)
    {
        // nobody else listens
    }

    /// <inheritdoc/>
    public void Barrier()
    {
        // nobody else is waited for
    }
}
