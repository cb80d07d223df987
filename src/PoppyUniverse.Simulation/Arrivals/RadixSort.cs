namespace PoppyUniverse.Simulation;

/// <summary>Sorts keys by their upper bits, eight bits at a time from the lowest; equal ones keep their order.</summary>
internal static class RadixSort
{
    private const int DigitBits = 8;
    private const int Digits = 1 << DigitBits;

    /// <summary>Sorts in place.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="spare">As many, to work in.</param>
    /// <param name="ignoredBits">Low bits that do not count.</param>
    public static void Sort(Span<ulong> keys, Span<ulong> spare, int ignoredBits)
    {
        var all = 0UL;
        foreach (var key in keys)
            all |= key;
        Span<int> place = stackalloc int[Digits];
        var from = keys;
        var to = spare;
        for (var shift = ignoredBits; shift < 64 && all >> shift != 0; shift += DigitBits)
        {
            place.Clear();
            foreach (var key in from)
                place[(byte)(key >> shift)]++;
            var before = 0;
            foreach (ref var count in place)
                (count, before) = (before, before + count);
            foreach (var key in from)
                to[place[(byte)(key >> shift)]++] = key;
            var swap = from;
            from = to;
            to = swap;
        }

        if (from != keys)
            from.CopyTo(keys);
    }
}
