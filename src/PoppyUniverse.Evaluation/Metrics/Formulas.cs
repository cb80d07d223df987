using PoppyUniverse.Interactions;

namespace PoppyUniverse.Evaluation.Metrics;

/// <summary>A metric's value, from sums.</summary>
internal delegate double Formula(ReadOnlySpan<double> sums);

/// <summary>The formulas that are more than a quotient of two sums.</summary>
internal static class Formulas
{
    private const int Classes = Interaction.StrengthClasses;

    /// <summary>Mean of a sum over rated rows.</summary>
    public static Formula OfRated(int place) => sums => sums[place] / sums[Sums.Rated];

    /// <summary>Mean of a sum over all rows.</summary>
    public static Formula OfChoices(int place) => sums => sums[place] / sums[Sums.Choices];

    /// <summary>√ mean squared error.</summary>
    public static double Rmse(ReadOnlySpan<double> sums) => Math.Sqrt(sums[Sums.Squared] / sums[Sums.Rated]);

    /// <summary>
    /// 1 − Σ w O / Σ w E with w = (i − j)², O the confusion counts, E their expectation under independence; 0 where all rows
    /// are in one class and predicted as such, so that there is nothing to disagree about.
    /// </summary>
    public static double Kappa(ReadOnlySpan<double> sums)
    {
        Span<double> actual = stackalloc double[Classes], predicted = stackalloc double[Classes];
        for (var i = 0; i < Classes; i++)
        {
            for (var j = 0; j < Classes; j++)
            {
                actual[i] += sums[Sums.Confusion + (i * Classes) + j];
                predicted[j] += sums[Sums.Confusion + (i * Classes) + j];
            }
        }

        double observed = 0, expected = 0;
        for (var i = 0; i < Classes; i++)
        {
            for (var j = 0; j < Classes; j++)
            {
                var weight = (i - j) * (i - j);
                observed += weight * sums[Sums.Confusion + (i * Classes) + j];
                expected += weight * actual[i] * predicted[j] / sums[Sums.Rated];
            }
        }

        return expected == 0 ? 0 : 1 - (observed / expected);
    }

    /// <summary>Mean gap between probability and frequency.</summary>
    public static double CalibrationError(ReadOnlySpan<double> sums)
    {
        var gap = 0.0;
        for (var bin = Sums.CalibrationBins; bin < Sums.Length; bin += 3)
            gap += Math.Abs(sums[bin + 1] - sums[bin + 2]);
        return gap / (sums[Sums.Rated] * Classes);
    }
}
