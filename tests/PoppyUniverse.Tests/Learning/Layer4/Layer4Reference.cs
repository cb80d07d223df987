using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Tests.Learning.Layer4;

/// <summary>
/// Layer 4 as a textbook would write it: double precision, one row at a time, no tables, no tiles. Its loss is what the
/// kernels' gradients are checked against.
/// </summary>
internal static class Layer4Reference
{
    /// <summary>Mean loss of rating rows: squared error plus cross-entropy, each when it is a target.</summary>
    public static double RatingLoss(NetworkParameters p, PredictionTargets targets, IReadOnlyList<Interaction> rows) => rows.Average(row =>
    {
        var outputs = Outputs(p, row);
        var loss = targets.HasFlag(PredictionTargets.Strength) ? Math.Pow(outputs[0] - row.Strength, 2) : 0;
        return targets.HasFlag(PredictionTargets.Class) ? loss + LogSum(outputs.Skip(1)) - outputs[row.Strength] : loss;
    });

    /// <summary>Mean cross-entropy of choices; a value other than the picked one counts as often as its weight says.</summary>
    public static double ChoiceLoss(ChoiceParameters p, double[]? logWeights, IReadOnlyList<Interaction> rows) => rows.Average(row =>
    {
        var query = Outputs(p.Queries, row);
        double[] logits = [.. p.ValueBias.Data.Select((bias, value) => bias + Row(p.ValueVector, value).Zip(query, (x, y) => x * y).Sum())];
        return LogSum(logits.Select((logit, value) => logit + (value == row.ValueIndex ? 0 : logWeights?[value] ?? 0))) - logits[row.ValueIndex];
    });

    /// <summary>Outputs of a network.</summary>
    public static double[] Outputs(NetworkParameters p, Interaction row)
    {
        var user = row.UserIndex < 0 ? p.Users : row.UserIndex;
        var value = row.ValueIndex < 0 ? p.Values : row.ValueIndex;
        var (hour, day) = (row.Slot.Hour, row.Slot.Day);
        double[] x =
        [
            .. Row(p.UserEmbedding, user),
            .. p.Value is { } v ? Row(v.Type, row.ValueIndex < 0 ? p.Types : Catalog.PoppyUniverse.TypeOfValue[value]).Concat(Row(v.Embedding, value)) : [],
            .. Row(p.HourEmbedding, hour), .. Row(p.DayEmbedding, day),
        ];
        for (var layer = 0; layer < p.HiddenWeights.Count; layer++)
            x = [.. Dense(x, p.HiddenWeights[layer]).Zip(p.HiddenBiases[layer].Data, (sum, bias) => Math.Max(sum + bias, 0))];
        double[] products = [.. Row(p.UserFactor, user).Select((factor, d) =>
            factor * (p.Value is null ? 1 : At(p.Value.Factor, value, d)) * (1 + At(p.HourFactor, hour, d)) * (1 + At(p.DayFactor, day, d)))];
        double[] sums = [.. Dense(x, p.OutputWeight).Zip(Dense(products, p.FactorWeight), (deep, wide) => deep + wide)];
        return [.. sums.Select((sum, o) => sum + p.OutputBias.Data[o] + At(p.UserBias, user, o) + (p.Value is null ? 0 : At(p.Value.Bias, value, o)))];
    }

    private static double At(NamedTensor table, int row, int column) => table.Data[(row * table.Shape[1]) + column];

    private static IEnumerable<double> Row(NamedTensor table, int row) => Enumerable.Range(0, table.Shape[1]).Select(column => At(table, row, column));

    private static IEnumerable<double> Dense(double[] x, NamedTensor weight) =>
        Enumerable.Range(0, weight.Shape[1]).Select(j => Enumerable.Range(0, x.Length).Sum(i => x[i] * At(weight, i, j)));

    private static double LogSum(IEnumerable<double> logits) => Math.Log(logits.Sum(Math.Exp));
}
