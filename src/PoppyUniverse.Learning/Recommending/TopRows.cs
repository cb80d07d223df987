namespace PoppyUniverse.Learning.Recommending;

/// <summary>
/// Rows in the order of an answer: the larger key first, then the value that is more frequent in the training log, then
/// the earlier row. Keeps the best alone, for an answer asks for few of many: a row that is not among them costs one
/// comparison.
/// </summary>
/// <param name="keys">What is ranked by, one a row.</param>
/// <param name="values">Value index of each row.</param>
/// <param name="valueCounts">(V), how frequent values are.</param>
internal readonly ref struct TopRows(ReadOnlySpan<float> keys, ReadOnlySpan<int> values, ReadOnlySpan<long> valueCounts)
{
    private readonly ReadOnlySpan<float> _keys = keys;
    private readonly ReadOnlySpan<int> _values = values;
    private readonly ReadOnlySpan<long> _valueCounts = valueCounts;

    /// <summary>The best rows, best first, at most <paramref name="most"/>.</summary>
    public int[] Best(int most)
    {
        var best = new int[Math.Min(most, _keys.Length)];
        var count = 0;
        for (var row = 0; row < _keys.Length; row++)
        {
            if (count == best.Length && !IsBefore(row, best[^1]))
                continue;
            var place = PlaceOf(row, best.AsSpan(0, count));
            count = Math.Min(count + 1, best.Length);
            best.AsSpan(place, count - 1 - place).CopyTo(best.AsSpan(place + 1));
            best[place] = row;
        }

        return best;
    }

    private int PlaceOf(int row, ReadOnlySpan<int> sorted)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = IsBefore(row, sorted[middle]) ? (low, middle) : (middle + 1, high);
        }

        return low;
    }

    // rows come in ascending order, so that one that is no better stays behind
    private bool IsBefore(int row, int earlier) =>
        _keys[row] != _keys[earlier] ? _keys[row] > _keys[earlier] : _valueCounts[_values[row]] > _valueCounts[_values[earlier]];
}
