namespace PoppyUniverse.Interactions.Splits;

/// <summary>
/// Where a log is cut so that its earliest k rows stand on one side. Rows of one moment are cut in order of rows, or of
/// groups of users and inside of them in order of rows. Found by counting digits of timestamps in four passes, so that a log
/// of any length needs no memory for it.
/// </summary>
internal sealed class TimeCut
{
    private const int DigitBits = 16;
    private const int Digits = 64 / DigitBits;

    private readonly InteractionLog _log;
    private readonly Func<int, int> _groupOf;
    private readonly ulong _moment;
    private readonly long[] _early; // rows of the moment that belong to the early side, by group

    /// <param name="log">The log, or this process's part of it.</param>
    /// <param name="k">Rows of the early side, 0 to the number of all rows.</param>
    /// <param name="groups">How users are grouped; null when rows of one moment are cut in order of rows.</param>
    public TimeCut(InteractionLog log, long k, SpreadGroups? groups = null)
    {
        groups ??= new(1, _ => 0, counts => counts);
        (_log, _groupOf) = (log, groups.GroupOf);
        var counts = new long[1 << DigitBits];
        for (var digit = Digits - 1; digit >= 0; digit--)
        {
            Array.Clear(counts);
            Count(counts, digit * DigitBits);
            var all = groups.Sum(counts);
            ulong value = 0;
            for (; value < (1 << DigitBits) - 1 && all[value] <= k; value++)
                k -= all[value];
            _moment |= value << (digit * DigitBits);
        }

        _early = groups.Sum(CountMoment(groups.Count));
        for (var group = 0; group < _early.Length; group++)
            k -= _early[group] = Math.Min(k, _early[group]);
    }

    /// <summary>Both sides; they share catalog and users with the log.</summary>
    /// <param name="lateRow">Told the number of each row of the late side, in order; null when nobody asks.</param>
    public (InteractionLog Early, InteractionLog Late) Parts(Action<long>? lateRow = null)
    {
        InteractionColumns early = new(), late = new();
        var left = (long[])_early.Clone();
        for (var c = 0; c < _log.UnixMicroseconds.ChunkCount; c++)
        {
            var times = _log.UnixMicroseconds.Chunk(c);
            var users = _log.UserIndices.Chunk(c);
            var (start, startIsEarly) = (0, true);
            for (var row = 0; row < times.Length; row++)
            {
                var isEarly = IsEarly(times[row], users[row], left);
                if (!isEarly)
                    lateRow?.Invoke(((long)c * Column<long>.ChunkRows) + row);
                if (isEarly == startIsEarly)
                    continue;
                (startIsEarly ? early : late).Append(_log, c, start..row);
                (start, startIsEarly) = (row, isEarly);
            }

            (startIsEarly ? early : late).Append(_log, c, start..times.Length);
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

    private long[] CountMoment(int groups)
    {
        var counts = new long[groups];
        for (var c = 0; c < _log.UnixMicroseconds.ChunkCount; c++)
        {
            var times = _log.UnixMicroseconds.Chunk(c);
            var users = _log.UserIndices.Chunk(c);
            for (var row = 0; row < times.Length; row++)
            {
                if (Key(times[row]) == _moment)
                    counts[_groupOf(users[row])]++;
            }
        }

        return counts;
    }

    private bool IsEarly(long time, int user, long[] left)
    {
        var key = Key(time);
        return key < _moment || (key == _moment && left[_groupOf(user)]-- > 0);
    }

    // in the order of the timestamps, as unsigned numbers
    private static ulong Key(long time) => (ulong)time ^ (1UL << 63);
}
