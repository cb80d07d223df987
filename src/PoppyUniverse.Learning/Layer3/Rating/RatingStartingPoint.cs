using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer3;

/// <summary>What the factorization of Strength starts from: mean and biases, each drawn toward zero as the log asks for.</summary>
internal static class RatingStartingPoint
{
    private const double FactorDeviation = 0.1;

    /// <summary>The biases of a log and their κ; no factors.</summary>
    public static (RatingFactors Biases, RatingPenalties Penalties) Of(RatingRows rows, bool timeBiases)
    {
        var start = new RatingFactors(0, rows.UserCount, rows.ValueCount);
        var mean = rows.Strengths.Sum(strength => (double)strength) / rows.Count;
        List<(int[], int)> kinds = [(rows.Users, rows.UserCount), (rows.Values, rows.ValueCount)];
        if (timeBiases)
        {
            kinds.Add((Groups(row => (rows.Users[row] * DayParts.OfWeek) + DayParts.WeekPart(rows.Slots[row])), rows.UserCount * DayParts.OfWeek));
            kinds.Add((Groups(row => (rows.Values[row] * DayParts.OfDay) + DayParts.DayPart(rows.Slots[row])), rows.ValueCount * DayParts.OfDay));
            kinds.Add((Groups(row => rows.Slots[row].Hour), TimeSlot.Hours));
        }

        var found = new GroupEffects([.. rows.Strengths.Select(strength => strength - mean)], [.. kinds]);
        start.Mean.Data[0] = (float)mean;
        Fill(start.UserBias, 0, 1, found.Effects[0]);
        Fill(start.ValueBias, 0, 1, found.Effects[1]);
        if (timeBiases)
        {
            Fill(start.UserBias, 1, DayParts.OfWeek, found.Effects[2]);
            Fill(start.ValueBias, 1, DayParts.OfDay, found.Effects[3]);
            Fill(start.HourBias, 0, TimeSlot.Hours, found.Effects[4]);
        }

        return (start, new(Finite(0), Finite(2), Finite(1), Finite(3), Finite(4)));

        int[] Groups(Func<int, int> groupOf) => [.. Enumerable.Range(0, rows.Count).Select(groupOf)];
        double? Finite(int kind) => kind < found.Shrinkages.Length && double.IsFinite(found.Shrinkages[kind]) ? found.Shrinkages[kind] : null;
    }

    /// <summary>
    /// The same biases with vectors: those of values drawn at random, from a stream of the value's own name, so that the
    /// order of values means nothing; those of users zero, as they are solved for first.
    /// </summary>
    public static RatingFactors WithFactors(RatingFactors biases, int factors, Catalog catalog, RandomStream random)
    {
        var start = new RatingFactors(factors, biases.UserBias.Shape[0], biases.ValueBias.Shape[0]);
        foreach (var (from, to) in biases.All.Zip(start.All).Where(pair => pair.First.Data.Length == pair.Second.Data.Length))
            from.Data.CopyTo(to.Data, 0);
        DrawByName(start.ValueFactor, catalog, random);
        return start;
    }

    /// <summary>Fills a table of values' vectors with N(0, 0.1²).</summary>
    public static void DrawByName(NamedTensor valueFactors, Catalog catalog, RandomStream random)
    {
        var width = valueFactors.Shape[1];
        for (var value = 0; value < catalog.ValueCount; value++)
        {
            var draws = random.Split(catalog.Types[catalog.TypeOfValue[value]]).Split(catalog.Values[value]).Sequence();
            foreach (ref var entry in valueFactors.Data.AsSpan(value * width, width))
                entry = (float)(FactorDeviation * PortableMath.NormalQuantile(draws.NextDouble()));
        }
    }

    // effects of one kind into some columns of a table
    private static void Fill(NamedTensor table, int column, int width, double[] effects)
    {
        var stride = table.Shape.Count == 1 ? width : table.Shape[1];
        for (var i = 0; i < effects.Length; i++)
            table.Data[(i / width * stride) + column + (i % width)] = (float)effects[i];
    }
}
