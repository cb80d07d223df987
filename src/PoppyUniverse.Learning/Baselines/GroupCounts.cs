using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Baselines;

/// <summary>
/// How often each value was picked within groups of rows: a group has an owner (a user, an hour) and may be a part of it.
/// Kept as sorted lists of an owner's (part, value) pairs with their counts: 8 bytes a distinct pair.
/// </summary>
internal sealed class GroupCounts
{
    private readonly Func<int, TimeSlot, (int Owner, int Part)> _grouping;
    private readonly int _values;
    private readonly long[] _starts; // of each owner; (owners + 1)
    private readonly int[] _keys;    // part · V + value, ascending within an owner
    private readonly int[] _counts;

    /// <summary>Counts a log.</summary>
    /// <param name="log">The rows.</param>
    /// <param name="owners">Number of owners.</param>
    /// <param name="grouping">The group of a user and an hour of the week; an owner may be <see cref="IdMap.Unknown"/>, whose group is empty.</param>
    public GroupCounts(InteractionLog log, int owners, Func<int, TimeSlot, (int Owner, int Part)> grouping)
    {
        (_grouping, _values, _starts) = (grouping, log.Catalog.ValueCount, new long[owners + 1]);
        Visit(log, (group, _) => _starts[group.Owner + 1]++);
        for (var owner = 0; owner < owners; owner++)
            _starts[owner + 1] += _starts[owner];
        _keys = new int[log.Count];
        var next = _starts.AsSpan(..^1).ToArray();
        Visit(log, (group, value) => _keys[next[group.Owner]++] = (group.Part * _values) + value);
        _counts = new int[log.Count];
        var kept = Merge();
        (_keys, _counts) = (_keys[..kept], _counts[..kept]);
    }

    /// <summary>Draws the probabilities of rows toward what was counted in their groups, p = (n_v + prior · p_v) / (n + prior).</summary>
    /// <param name="rows">The rows; fastest when rows of one group follow each other with ascending values.</param>
    /// <param name="probabilities">(B) the coarser law's; replaced.</param>
    /// <param name="prior">Rows that the coarser law is worth.</param>
    public void Refine(ScoringRows rows, Span<float> probabilities, int prior)
    {
        (int Owner, int Part) current = (-2, -2); // no group's
        var (first, place, end, all) = (0, 0, 0, 0);
        for (var i = 0; i < probabilities.Length; i++)
        {
            if (rows.ValueIndices[i] == IdMap.Unknown)
                continue;
            var group = _grouping(rows.UserIndices[i], rows.Slots[i]);
            if (group != current)
            {
                (first, end, all) = Find(group);
                (current, place) = (group, first);
            }

            var key = (group.Part * _values) + rows.ValueIndices[i];
            if (place > first && _keys[place - 1] >= key)
                place = first; // the values do not ascend
            while (place < end && _keys[place] < key)
                place++;
            var picks = place < end && _keys[place] == key ? _counts[place] : 0;
            probabilities[i] = (float)((picks + (prior * (double)probabilities[i])) / (all + prior));
        }
    }

    private void Visit(InteractionLog log, Action<(int Owner, int Part), int> visit)
    {
        for (var c = 0; c < log.UserIndices.ChunkCount; c++)
        {
            var users = log.UserIndices.Chunk(c);
            var values = log.ValueIndices.Chunk(c);
            var times = log.UnixMicroseconds.Chunk(c);
            for (var row = 0; row < users.Length; row++)
                visit(_grouping(users[row], TimeSlot.FromUnixMicroseconds(times[row])), values[row]);
        }
    }

    private (int First, int End, int All) Find((int Owner, int Part) group)
    {
        if (group.Owner == IdMap.Unknown)
            return default;
        var own = _keys.AsSpan((int)_starts[group.Owner]..(int)_starts[group.Owner + 1]);
        var (first, end) = (Below(own, group.Part * _values), Below(own, (group.Part + 1) * _values));
        var (start, all) = ((int)_starts[group.Owner], 0);
        foreach (var count in _counts.AsSpan(start + first, end - first))
            all += count;
        return (start + first, start + end, all);
    }

    // how many keys are below a bound
    private static int Below(ReadOnlySpan<int> keys, int bound)
    {
        var place = keys.BinarySearch(bound);
        return place < 0 ? ~place : place;
    }

    // Sorts each owner's keys and leaves each once, with its count; returns how many are left.
    private int Merge()
    {
        var kept = 0;
        var start = 0L;
        for (var owner = 0; owner < _starts.Length - 1; owner++)
        {
            var own = _keys.AsSpan((int)start..(int)_starts[owner + 1]);
            own.Sort();
            start = _starts[owner + 1];
            _starts[owner] = kept;
            for (var i = 0; i < own.Length; i++)
            {
                if (i > 0 && own[i] == _keys[kept - 1])
                    _counts[kept - 1]++;
                else
                    (_keys[kept], _counts[kept++]) = (own[i], 1);
            }
        }

        _starts[^1] = kept;
        return kept;
    }
}
