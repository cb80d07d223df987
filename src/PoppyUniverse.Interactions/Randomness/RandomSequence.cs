namespace PoppyUniverse.Interactions;

/// <summary>
/// The draws of a <see cref="RandomStream"/> one after the other: a mutable cursor, not thread-safe, made anew by
/// <see cref="RandomStream.Sequence"/> whenever the same draws are wanted again.
/// </summary>
public sealed class RandomSequence
{
    private readonly RandomStream _stream;
    private ulong _index;
    private ulong _spare;
    private bool _hasSpare;

    internal RandomSequence(RandomStream stream) => _stream = stream;

    // each draw of the stream makes two numbers
    internal RandomSequence(RandomStream stream, ulong skipped)
    {
        (_stream, _index) = (stream, skipped / 2);
        if (skipped % 2 == 1)
            NextUInt64();
    }

    /// <summary>64 uniform bits.</summary>
    public ulong NextUInt64()
    {
        if (_hasSpare)
        {
            _hasSpare = false;
            return _spare;
        }

        var (x0, x1, x2, x3) = _stream.Words(_index++);
        (_spare, _hasSpare) = (x2 | ((ulong)x3 << 32), true);
        return x0 | ((ulong)x1 << 32);
    }

    /// <summary>Uniform in the open interval (0, 1): the middle of one of 2⁵² equal cells, so its logarithm is finite.</summary>
    public double NextDouble() => ((NextUInt64() >> 12) + 0.5) * (1.0 / (1UL << 52));

    /// <summary>Uniform in [0, <paramref name="bound"/>), without bias (Lemire 2019, multiplication and rejection).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bound is not positive.</exception>
    public long NextBelow(long bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        var range = (ulong)bound;
        var high = Math.BigMul(NextUInt64(), range, out var low);
        if (low < range)
        {
            var threshold = (0 - range) % range;
            while (low < threshold)
                high = Math.BigMul(NextUInt64(), range, out low);
        }

        return (long)high;
    }

    /// <summary>Brings the items into a uniformly random order (Fisher–Yates, from the last).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = (int)NextBelow(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
