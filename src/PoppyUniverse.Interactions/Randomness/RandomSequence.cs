using System.Runtime.CompilerServices;

namespace PoppyUniverse.Interactions;

/// <summary>
/// The draws of a <see cref="RandomStream"/> one after the other: a mutable cursor, not thread-safe, made anew by
/// <see cref="RandomStream.Sequence"/> whenever the same draws are wanted again.
/// </summary>
public sealed class RandomSequence
{
    private const int DrawsAtOnce = 128;

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
        return Below(NextUInt64(), bound);
    }

    /// <summary>Brings the items into a uniformly random order (Fisher–Yates, from the last).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        Span<ulong> draws = stackalloc ulong[DrawsAtOnce];
        for (var last = items.Length - 1; last > 0;)
        {
            var some = draws[..Math.Min(last, DrawsAtOnce)];
            Fill(some);
            foreach (var draw in some)
            {
                var j = (int)Below(draw, last + 1);
                (items[last], items[j]) = (items[j], items[last]);
                last--;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long Below(ulong draw, long bound)
    {
        var high = Math.BigMul(draw, (ulong)bound, out var low);
        return (long)(low < (ulong)bound ? Redraw(high, low, (ulong)bound) : high);
    }

    // What is rejected is replaced by a draw behind those that were made at once. Called once in 2⁶⁴ ÷ bound draws.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private ulong Redraw(ulong high, ulong low, ulong range)
    {
        var threshold = (0 - range) % range;
        while (low < threshold)
            high = Math.BigMul(NextUInt64(), range, out low);
        return high;
    }

    // The same numbers as one NextUInt64 after the other, at least one.
    private void Fill(Span<ulong> draws)
    {
        Span<uint> x0 = stackalloc uint[DrawsAtOnce / 2], x1 = stackalloc uint[DrawsAtOnce / 2], x2 = stackalloc uint[DrawsAtOnce / 2], x3 = stackalloc uint[DrawsAtOnce / 2];
        if (_hasSpare)
        {
            draws[0] = NextUInt64();
            draws = draws[1..];
        }

        var pairs = draws.Length / 2;
        _stream.Fill(_index, x0[..pairs], x1[..pairs], x2[..pairs], x3[..pairs]);
        _index += (ulong)pairs;
        for (var i = 0; i < pairs; i++)
            (draws[2 * i], draws[(2 * i) + 1]) = (x0[i] | ((ulong)x1[i] << 32), x2[i] | ((ulong)x3[i] << 32));
        if (draws.Length % 2 == 1)
            draws[^1] = NextUInt64();
    }
}
