using PoppyUniverse.Interactions;

namespace PoppyUniverse.Evaluation.Metrics;

/// <summary>
/// The bootstrap over users: a resample draws as many users as there are, with replacement, each with all its rows,
/// because rows of one user are alike and would make intervals too narrow on their own. All models see the same
/// resamples, so their differences are paired. Source: Efron and Tibshirani, "An Introduction to the Bootstrap" (1993),
/// ch. 13 (percentile intervals).
/// </summary>
internal sealed class Bootstrap
{
    private readonly int[][] _times;

    /// <summary>Draws the resamples.</summary>
    public Bootstrap(int users, int resamples, RandomStream random)
    {
        _times = new int[resamples][];
        for (var b = 0; b < resamples; b++)
        {
            var draws = random.Split(b).Sequence();
            _times[b] = new int[users];
            for (var i = 0; i < users; i++)
                _times[b][draws.NextBelow(users)]++;
        }
    }

    /// <summary>Number of resamples.</summary>
    public int Count => _times.Length;

    /// <summary>Values of some metrics of a model in every resample, [metric][resample].</summary>
    public double[][] Values(UserSums model, IReadOnlyList<Metric> metrics)
    {
        var values = metrics.Select(_ => new double[Count]).ToArray();
        Parallel.For(0, Count, () => new MetricSums(), (b, _, sums) =>
        {
            model.Resample(_times[b], sums);
            for (var m = 0; m < metrics.Count; m++)
                values[m][b] = sums.Value(metrics[m]);
            return sums;
        }, _ => { });
        return values;
    }

    /// <summary>The interval that holds the middle share of the values, by linear interpolation between order statistics.</summary>
    public static (double Low, double High) Interval(double[] values, double confidence)
    {
        var sorted = values.Order().ToArray();
        return (Quantile((1 - confidence) / 2), Quantile((1 + confidence) / 2));

        double Quantile(double p)
        {
            var place = p * (sorted.Length - 1);
            var below = (int)place;
            var above = Math.Min(below + 1, sorted.Length - 1);
            return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
        }
    }
}
