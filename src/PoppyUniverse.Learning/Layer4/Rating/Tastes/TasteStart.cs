using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// Writes a <see cref="TasteModel"/> into the parameters of a rating network: level and μ into the biases, each taste times
/// each entry of the basis into a column of the product term, and three more columns for the waves of μ and for weekends. The
/// network then answers what the model does.
/// </summary>
internal static class TasteStart
{
    private const int Extras = 3; // columns: μ's cosine, μ's sine, weekend
    private const int Outputs = NetworkParameters.RatingOutputs;
    private const double MiddleClass = (Interaction.WeakestStrength + Interaction.StrongestStrength) / 2.0;

    /// <summary>Whether a network of this size starts from tastes.</summary>
    public static bool IsFor(NetworkOptions options, Catalog catalog) =>
        options.TasteSweeps > 0 && RankFor(options.Factors) > 0 && catalog.ValueCount <= TasteFit.MostValues;

    /// <summary>Tastes that fit into a product term.</summary>
    public static int RankFor(int factors) => Math.Max(0, (factors - Extras) / TasteModel.Waves);

    /// <summary>Writes; <paramref name="users"/> are the means of <see cref="TasteFit.Users"/>.</summary>
    public static void Write(TasteModel model, float[] users, NetworkParameters to)
    {
        var (factors, rank, width) = (to.UserFactor.Shape[1], model.Rank, 2 + model.Rank);
        // both sides of a product of about the same size, so that steps of one size suit both
        var balance = Math.Sqrt(Math.Sqrt(model.TasteVariances.Max()));
        Clear(to.UserFactor, to.Value!.Factor, to.HourFactor, to.DayFactor);
        for (var user = 0; user <= to.Users; user++)
        {
            var row = user == to.Users ? [] : users.AsSpan(user * width, width);
            var factor = to.UserFactor.Data.AsSpan(user * factors, factors);
            for (var column = 0; column < rank * TasteModel.Waves && !row.IsEmpty; column++)
                factor[column] = (float)(balance * row[2 + (column / TasteModel.Waves)]);
            factor[rank * TasteModel.Waves] = factor[(rank * TasteModel.Waves) + 1] = 1;
            factor[(rank * TasteModel.Waves) + 2] = row.IsEmpty ? 0 : row[1];
            to.UserBias.Data[user * Outputs] = row.IsEmpty ? 0 : row[0];
        }

        for (var value = 0; value <= to.Values; value++)
        {
            var factor = to.Value.Factor.Data.AsSpan(value * factors, factors);
            factor[(rank * TasteModel.Waves) + 2] = 1;
            to.Value.Bias.Data[value * Outputs] = 0;
            if (value == to.Values)
                continue;
            var of = model.OfValue.AsSpan(value * model.ValueLength, model.ValueLength);
            for (var column = 0; column < rank * TasteModel.Waves; column++)
                factor[column] = (float)(of[(column % TasteModel.Waves * model.Width) + 1 + (column / TasteModel.Waves)] / balance);
            (factor[rank * TasteModel.Waves], factor[(rank * TasteModel.Waves) + 1]) = ((float)of[model.Width], (float)of[2 * model.Width]);
            to.Value.Bias.Data[value * Outputs] = (float)of[0];
        }

        WriteTimes(rank, to);
        for (var column = 0; column < (rank * TasteModel.Waves) + Extras; column++)
            WriteOutputs(to.FactorWeight.Data.AsSpan(column * Outputs, Outputs), model.Variance);
    }

    // factors of time stand less 1
    private static void WriteTimes(int rank, NetworkParameters to)
    {
        var factors = to.HourFactor.Shape[1];
        Span<double> basis = stackalloc double[TasteCells.Basis];
        for (var hour = 0; hour < TimeSlot.Hours; hour++)
        {
            TasteCells.Write(TimeSlot.Of(hour, 0), basis);
            for (var column = 0; column < rank * TasteModel.Waves; column++)
                to.HourFactor.Data[(hour * factors) + column] = (float)(basis[column % TasteModel.Waves] - 1);
            for (var b = 1; b < TasteModel.Waves; b++)
                to.HourFactor.Data[(hour * factors) + (rank * TasteModel.Waves) + b - 1] = (float)(basis[b] - 1);
        }

        for (var day = 0; day < TimeSlot.Days; day++)
        {
            TasteCells.Write(TimeSlot.Of(0, day), basis);
            to.DayFactor.Data[(day * factors) + (rank * TasteModel.Waves) + 2] = (float)(basis[TasteModel.Waves] - 1);
        }
    }

    // Classes tilt until their mean has moved as far, to first order: by (class − 3) · move ÷ variance.
    private static void WriteOutputs(Span<float> weights, double variance)
    {
        weights[0] = 1;
        for (var c = 1; c < Outputs; c++)
            weights[c] = (float)((c - MiddleClass) / variance);
    }

    private static void Clear(params ReadOnlySpan<NamedTensor> tables)
    {
        foreach (var table in tables)
            Array.Clear(table.Data);
    }
}
