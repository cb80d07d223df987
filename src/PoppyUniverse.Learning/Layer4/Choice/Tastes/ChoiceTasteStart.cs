using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// Writes a <see cref="ChoiceTastes"/> into the parameters of a choice network: each taste times each entry of the basis into a
/// column of the product term, two more for the waves of μ; the first entries of queries are these columns, and of the values'
/// vectors M and μ. The network's softmax then is the model's, but for habits.
/// </summary>
internal static class ChoiceTasteStart
{
    private const int Extras = DayWaves.Count - 1; // columns: μ's cosine, μ's sine

    /// <summary>Whether a network of this size starts from tastes.</summary>
    public static bool IsFor(ChoiceNetworkOptions options, int values) =>
        options.TasteSweeps > 0 && RankFor(options) > 0 && values <= TasteFit.MostValues;

    /// <summary>Tastes that fit into a product term and the vectors.</summary>
    public static int RankFor(ChoiceNetworkOptions options) => Math.Max(0, (Math.Min(options.Factors, options.VectorSize) - Extras) / DayWaves.Count);

    /// <summary>Writes; <paramref name="users"/> are <see cref="ChoiceTasteFit.Users"/>.</summary>
    public static void Write(ChoiceTastes model, float[] users, ChoiceParameters to)
    {
        var (queries, rank) = (to.Queries, model.Rank);
        var (factors, size, columns) = (queries.UserFactor.Shape[1], to.ValueVector.Shape[1], rank * DayWaves.Count);
        for (var user = 0; user <= queries.Users; user++)
        {
            var factor = queries.UserFactor.Data.AsSpan(user * factors, factors);
            for (var column = 0; column < columns; column++)
                factor[column] = user == queries.Users ? 0 : users[(user * rank) + (column / DayWaves.Count)];
            factor.Slice(columns, Extras).Fill(1);
        }

        for (var value = 0; value < model.Values; value++)
        {
            var of = model.OfValue.AsSpan(value * model.ValueLength, model.ValueLength);
            var vector = to.ValueVector.Data.AsSpan(value * size, size);
            for (var column = 0; column < columns; column++)
                vector[column] = (float)of[(column % DayWaves.Count * model.Width) + 1 + (column / DayWaves.Count)];
            for (var b = 1; b < DayWaves.Count; b++)
                vector[columns + b - 1] = (float)of[b * model.Width];
            to.ValueBias.Data[value] = (float)of[0];
        }

        WriteTimes(columns, queries);
        for (var column = 0; column < columns + Extras; column++)
            queries.FactorWeight.Data[(column * size) + column] = 1;
    }

    // factors of time stand less 1
    private static void WriteTimes(int columns, NetworkParameters to)
    {
        var factors = to.HourFactor.Shape[1];
        for (var hour = 0; hour < TimeSlot.Hours; hour++)
        {
            var basis = DayWaves.At(hour);
            var factor = to.HourFactor.Data.AsSpan(hour * factors, factors);
            for (var column = 0; column < columns; column++)
                factor[column] = (float)(basis[column % DayWaves.Count] - 1);
            for (var b = 1; b < DayWaves.Count; b++)
                factor[columns + b - 1] = (float)(basis[b] - 1);
        }

        for (var day = 0; day < TimeSlot.Days; day++)
            to.DayFactor.Data.AsSpan(day * factors, columns + Extras).Clear();
    }
}
