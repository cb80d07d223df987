namespace PoppyUniverse.Interactions.Splits;

/// <summary>
/// Where a log is cut so that its earliest k rows stand on one side, rows of one moment in order of rows. Found by counting
/// digits of timestamps in four passes, so that a log of any length needs no memory for it.
/// </summary>
internal sealed class TimeCut
{
    private const int DigitBits = 16;
    private const int Digits = 64 / DigitBits;

    private readonly InteractionLog _log;
    private readonly ulong _moment;
    private readonly long _early; // rows of the moment that belong to the early side

    /// <param name="log">The log.</param>
    /// <param name="k">Rows of the early side, 0 to Count.</param>
    public TimeCut(InteractionLog log, long k)
    {
        (_log, _early) = (log, k);
        var counts = new long[1 << DigitBits];
        for (var digit = Digits - 1; digit >= 0; digit--)
        {
            Array.Clear(counts);
            Count(counts, digit * DigitBits);
            ulong value = 0;
            for (; value < (1 << DigitBits) - 1 && counts[value] <= _early; value++)
                _early -= counts[value];
            _moment |= value << (digit * DigitBits);
        }
    }

    /// <summary>Both sides; they share catalog and users with the log.</summary>
    /// <param name="lateRow">Told the number of each row of the late side, in order; null when nobody asks.</param>
    public (InteractionLog Early, InteractionLog Late) Parts(Action<long>? lateRow = null)
    {
        InteractionColumns early = new(), late = new();
        var left = _early;
        for (var c = 0; c < _log.UnixMicroseconds.ChunkCount; c++)
        {
            var times = _log.UnixMicroseconds.Chunk(c);
            for (int start = 0, end; start < times.Length; start = end)
            {
                var isEarly = Take(times[start], ref left);
                for (end = start + 1; end < times.Length && IsEarly(times[end], left) == isEarly; end++)
                    Take(times[end], ref left);
                (isEarly ? early : late).Append(_log, c, start..end);
                for (var row = start; row < end && !isEarly; row++)
                    lateRow?.Invoke(((long)c * Column<long>.ChunkRows) + row);
            }
        }

        return (new(_log.Catalog, _log.Users, early), new(_log.Catalog, _log.Users, late));
    }

    // Counts the digits of timestamps whose digits above are those of the moment.
    private void Count(long[] counts, int shift)
    {
        for (var c = 0; c < _log.UnixMicroseconds.ChunkCount; c++)
        {
            foreach (var time in _log.UnixMicroseconds.Chunk(c))
            {
                var key = Key(time);
                if (shift + DigitBits == 64 || (key ^ _moment) >> (shift + DigitBits) == 0)
                    counts[(key >> shift) & ((1 << DigitBits) - 1)]++;
            }
        }
    }

    private bool IsEarly(long time, long left) => Key(time) < _moment || (Key(time) == _moment && left > 0);

    private bool Take(long time, ref long left)
    {
        var isEarly = IsEarly(time, left);
        if (isEarly && Key(time) == _moment)
            left--;
        return isEarly;
    }

    // in the order of the timestamps, as unsigned numbers
    private static ulong Key(long time) => (ulong)time ^ (1UL << 63);
}
