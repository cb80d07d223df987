using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.FoldingIn;

/// <summary>Counts of one user: those of training, and the new interactions added.</summary>
internal static class FoldedCounts
{
    /// <summary>Statistics in which the user stands alone, under index 0; what is everybody's stays as it was.</summary>
    public static LogStatistics Statistics(IRecommender model, NewHistory history)
    {
        var (all, types) = (model.Statistics, model.Catalog.TypeCount);
        var (counts, strengths, rows) = (new long[types], new long[types], 0L);
        if (history.UserIndex != IdMap.Unknown)
        {
            var first = (long)history.UserIndex * types;
            Array.Copy(all.UserTypeCounts, first, counts, 0, types);
            Array.Copy(all.UserTypeStrengths, first, strengths, 0, types);
            rows = all.UserCounts[history.UserIndex];
        }

        foreach (var row in history.Rows)
        {
            var type = model.Catalog.TypeOfValue[row.ValueIndex];
            counts[type]++;
            strengths[type] += row.Strength;
        }

        return new([rows + history.Rows.Count], all.ValueCounts, all.SlotCounts, all.ClassCounts, (counts, strengths));
    }

    /// <summary>A memory of the user's picks alone; null when there is none to begin with.</summary>
    public static ChoiceMemory? Memory(ChoiceMemory? all, NewHistory history, long[] valueCounts)
    {
        if (all is null)
            return null;
        var picks = new SortedDictionary<long, long>();
        if (history.UserIndex != IdMap.Unknown)
        {
            for (var i = all.KeyStarts[history.UserIndex]; i < all.KeyStarts[history.UserIndex + 1]; i++)
                picks[all.Keys[i]] = all.KeyCounts[i];
        }

        foreach (var row in history.Rows)
        {
            var key = ChoiceMemory.Key(row.ValueIndex, row.Slot, valueCounts.Length);
            picks[key] = picks.GetValueOrDefault(key) + 1;
        }

        return new([0, picks.Count], [.. picks.Keys], [.. picks.Values], valueCounts);
    }
}
