namespace PoppyUniverse.Evaluation.Learnability;

/// <summary>
/// The error that no model of user and value alone can get below: the spread of Strength among repeated events of the same
/// user with the same value. A model that also sees the hour may get lower, by what hours explain.
/// </summary>
/// <param name="Rmse">√(Σ_c Σ_i (y_i − ȳ_c)² / Σ_c (n_c − 1)) over cells c of user and value with n_c ≥ 2 events; in units of Strength.</param>
/// <param name="Low">Lower end of its 95 % interval: normal, of the ratio's linearization over users.</param>
/// <param name="High">Upper end.</param>
/// <param name="RepeatedRows">Rows of those cells.</param>
/// <param name="MeanRmse">Standard deviation of Strength over all rows that were tested: the error of always answering the mean.</param>
/// <param name="LearnableShare">1 − rmse² / mean_rmse²: the largest share of Strength's variance that user and value can explain; below zero by chance.</param>
public sealed record NoiseFloor(double Rmse, double Low, double High, long RepeatedRows, double MeanRmse, double LearnableShare)
{
    private const int FewestFreedoms = 30;
    private const double NormalQuantile975 = 1.959963984540054;

    /// <summary>The floor of rows, or null when fewer than 30 events repeat one.</summary>
    internal static NoiseFloor? Of(TestedRows rows, Grouping cells)
    {
        if (cells.Freedom < FewestFreedoms)
            return null;
        var (squares, freedoms) = (new double[rows.UserCount], new double[rows.UserCount]);
        long repeated = 0;
        for (var cell = 0; cell < cells.Count; cell++)
        {
            var of = cells.RowsOf(cell);
            if (of.Length < 2)
                continue;
            var user = rows.Users[of[0]];
            squares[user] += SquaresAroundMean(rows.Strengths, of);
            freedoms[user] += of.Length - 1;
            repeated += of.Length;
        }

        var all = Grouping.One(rows.Count).RowsOf(0);
        var variance = squares.Sum() / freedoms.Sum();
        var total = SquaresAroundMean(rows.Strengths, all) / rows.Count;
        var deviation = Math.Sqrt(squares.Zip(freedoms, (square, freedom) => square - (variance * freedom)).Sum(error => error * error)) / freedoms.Sum();
        return new(
            Math.Sqrt(variance), Math.Sqrt(Math.Max(0, variance - (NormalQuantile975 * deviation))), Math.Sqrt(variance + (NormalQuantile975 * deviation)),
            repeated, Math.Sqrt(total), total > 0 ? 1 - (variance / total) : 0);
    }

    // n Σ y² − (Σ y)² in whole numbers, so that it is exact
    private static double SquaresAroundMean(byte[] strengths, ReadOnlySpan<int> rows)
    {
        long sum = 0, squares = 0;
        foreach (var row in rows)
        {
            sum += strengths[row];
            squares += strengths[row] * strengths[row];
        }

        return squares - (sum * (double)sum / rows.Length);
    }
}
