using PoppyUniverse.Evaluation.Metrics;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Evaluation.Measuring;

/// <summary>A metric of one judge: over all rows, and in every resample.</summary>
/// <param name="Value">Over all rows.</param>
/// <param name="Resampled">In every resample; NaN where one has no such rows. Null for metrics without an interval.</param>
internal sealed record Estimate(double Value, double[]? Resampled)
{
    /// <summary>The interval; null without resamples.</summary>
    public (double Low, double High)? Interval(double confidence) => Resampled is null ? null : IntervalOf(Resampled, Value, confidence);

    /// <summary>How much better this is than another, from the same resamples; positive is better whichever way the metric points.</summary>
    public (double Value, double Low, double High) GainOver(Estimate other, bool lowerIsBetter, double confidence)
    {
        var sign = lowerIsBetter ? -1 : 1;
        var gain = sign * (Value - other.Value);
        var (low, high) = IntervalOf([.. Resampled!.Zip(other.Resampled!, (mine, theirs) => sign * (mine - theirs))], gain, confidence);
        return (gain, low, high);
    }

    private static (double Low, double High) IntervalOf(double[] values, double value, double confidence)
    {
        var known = Array.FindAll(values, double.IsFinite);
        return known.Length == 0 ? (value, value) : Bootstrap.Interval(known, confidence);
    }
}

/// <summary>Everything measured of one judge, on all rows and on every slice.</summary>
/// <param name="Name">The judge.</param>
/// <param name="Cost">What it costs.</param>
/// <param name="Role">What it is there for.</param>
/// <param name="All">Over all rows.</param>
/// <param name="OfSlices">Over each slice's rows.</param>
internal sealed record Scores(
    string Name, ModelCost? Cost, JudgeRole Role, IReadOnlyDictionary<Metric, Estimate> All, IReadOnlyList<IReadOnlyDictionary<Metric, Estimate>> OfSlices)
{
    /// <summary>Resamples what was measured.</summary>
    public static Scores Of(Measurement measurement, Bootstrap bootstrap, (int Slices, int Values, bool Rated) experiment, int threads)
    {
        var wanted = Metric.All.Where(metric => measurement.Targets.HasFlag(metric.Needs) && (experiment.Rated || metric.Needs == PredictionTargets.Choice)).ToList();
        (Metric Metric, int From)[] places =
        [
            .. wanted.Where(metric => metric.HasInterval).Select(metric => (metric, 0)),
            .. Enumerable.Range(0, experiment.Slices).SelectMany(slice => wanted.Intersect(Metric.OfSlices).Select(metric => (metric, Sums.Length + (slice * Sums.SliceLength)))),
        ];
        var resampled = bootstrap.Resample(measurement.OfGroups, measurement.Width, threads, (places.Length, (sums, values) =>
        {
            for (var m = 0; m < places.Length; m++)
                values[m] = places[m].Metric.Value!(sums[places[m].From..]);
        }));
        var total = Total(measurement);
        var estimates = places.Select((place, m) => (place.Metric, place.From, Estimate: new Estimate(place.Metric.Value!(total.AsSpan(place.From)), [.. Enumerable.Range(0, bootstrap.Count).Select(b => resampled[(b * places.Length) + m])])))
            .Where(entry => double.IsFinite(entry.Estimate.Value))
            .ToLookup(entry => entry.From);
        var all = estimates[0].ToDictionary(entry => entry.Metric, entry => entry.Estimate);
        if (wanted.Contains(Metric.Coverage) && measurement.Shown(experiment.Values) is { IsEmpty: false } shown)
            (all[Metric.Coverage], all[Metric.Gini]) = (new(shown.Coverage(), null), new(shown.Gini(), null));
        return new(
            measurement.Name, measurement.Cost, measurement.Role, all,
            [.. Enumerable.Range(0, experiment.Slices).Select(slice => estimates[Sums.Length + (slice * Sums.SliceLength)].ToDictionary(entry => entry.Metric, entry => entry.Estimate))]);
    }

    private static double[] Total(Measurement measurement)
    {
        var total = new double[measurement.Width];
        for (var i = 0; i < measurement.OfGroups.Length; i++)
            total[i % measurement.Width] += measurement.OfGroups[i];
        return total;
    }
}
