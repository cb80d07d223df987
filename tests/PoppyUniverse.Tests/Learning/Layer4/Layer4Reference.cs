using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Tests.Learning.Layer4;

/// <summary>
/// Layer 4 as a textbook would write it: double precision, one row at a time, no tables, no tiles. Its loss is what the
/// kernels' gradients are checked against.
/// </summary>
internal static class Layer4Reference
{
    /// <summary>Mean loss of rows: squared error plus cross-entropy, each when it is a target.</summary>
    public static double Loss(Layer4Parameters p, Layer4Options options, Catalog catalog, IReadOnlyList<Interaction> rows)
    {
        var sum = 0.0;
        foreach (var row in rows)
        {
            var outputs = Outputs(p, options, catalog, row);
            if (options.Targets.HasFlag(PredictionTargets.Strength))
                sum += Math.Pow(outputs[0] - row.Strength, 2);
            if (options.Targets.HasFlag(PredictionTargets.Class))
                sum += Math.Log(outputs.Skip(1).Sum(logit => Math.Exp(logit))) - outputs[row.Strength];
        }

        return sum / rows.Count;
    }

    /// <summary>Strength and five logits.</summary>
    public static double[] Outputs(Layer4Parameters p, Layer4Options options, Catalog catalog, Interaction row)
    {
        var user = row.UserIndex < 0 ? p.Users : row.UserIndex;
        var value = row.ValueIndex < 0 ? p.Values : row.ValueIndex;
        var type = row.ValueIndex < 0 ? p.Types : catalog.TypeOfValue[row.ValueIndex];
        double[] x =
        [
            .. Row(p.UserEmbedding, user), .. Row(p.TypeEmbedding, type), .. Row(p.ValueEmbedding, value),
            .. Row(p.HourEmbedding, row.Slot.Hour), .. Row(p.DayEmbedding, row.Slot.Day),
        ];
        for (var layer = 0; layer < options.Hidden.Count; layer++)
            x = [.. Dense(x, p.HiddenWeights[layer], p.HiddenBiases[layer]).Select(sum => Math.Max(sum, 0))];
        return [.. Dense(x, p.OutputWeight, p.OutputBias).Zip(Row(p.UserBias, user).Zip(Row(p.ValueBias, value)), (sum, bias) => sum + bias.First + bias.Second)];
    }

    private static IEnumerable<double> Row(NamedTensor table, int row) =>
        table.Data.Skip(row * table.Shape[1]).Take(table.Shape[1]).Select(entry => (double)entry);

    private static IEnumerable<double> Dense(double[] x, NamedTensor weight, NamedTensor bias) =>
        Enumerable.Range(0, weight.Shape[1]).Select(j => bias.Data[j] + Enumerable.Range(0, x.Length).Sum(i => x[i] * weight.Data[(i * weight.Shape[1]) + j]));
}
