using PoppyUniverse.Evaluation.Metrics;
using PoppyUniverse.Evaluation.Reports;

namespace PoppyUniverse.Evaluation.Measuring;

/// <summary>Judges beside each other, their baseline and the ceiling.</summary>
internal sealed class Comparison(IReadOnlyList<Scores> scores, double confidence)
{
    /// <summary>Every judge over all rows.</summary>
    public IReadOnlyList<ModelResult> Results() => [.. scores.Select(judge => Result(judge))];

    /// <summary>Every judge over the rows of a slice.</summary>
    public IReadOnlyList<SliceModel> OfSlice(int slice) =>
        [.. scores.Where(judge => judge.OfSlices[slice].Count > 0).Select(judge => new SliceModel(judge.Name, Values(judge, other => other.OfSlices[slice])))];

    /// <summary>Every two judges, the oracle left out.</summary>
    public IReadOnlyList<PairResult> Pairs()
    {
        var pairs = new List<PairResult>();
        var judges = scores.Where(judge => judge.Role != JudgeRole.Oracle).ToList();
        for (var first = 0; first < judges.Count; first++)
        {
            for (var second = first + 1; second < judges.Count; second++)
            {
                var metrics = Shared(judges[first], judges[second]).ToDictionary(metric => metric.Key, metric => Pair(judges[first], judges[second], metric), StringComparer.Ordinal);
                if (metrics.Count > 0)
                    pairs.Add(new(judges[first].Name, judges[second].Name, metrics));
            }
        }

        return pairs;
    }

    private static IEnumerable<Metric> Shared(Scores first, Scores second) =>
        Metric.All.Where(metric => metric.HasInterval && first.All.ContainsKey(metric) && second.All.ContainsKey(metric));

    private PairedComparison Pair(Scores first, Scores second, Metric metric)
    {
        var (value, low, high) = second.All[metric].GainOver(first.All[metric], metric.LowerIsBetter, confidence);
        return new(value, low, high, low > 0 ? second.Name : high < 0 ? first.Name : null);
    }

    private ModelResult Result(Scores judge)
    {
        var (differences, above) = (new Dictionary<string, PairedDifference>(StringComparer.Ordinal), new List<string>());
        foreach (var metric in judge.All.Keys.Where(metric => metric.HasInterval))
        {
            var baseline = Baseline(metric, other => other.All);
            if (judge == baseline)
                continue;
            differences[metric.Key] = Difference(judge.All[metric], baseline.All[metric], metric);
            if (Ceiling(metric, other => other.All) is { } ceiling && ceiling != judge
                && judge.All[metric].GainOver(ceiling.All[metric], metric.LowerIsBetter, confidence).Low > 0)
                above.Add(metric.Key);
        }

        return new(judge.Name, Values(judge, other => other.All), differences, above) { Kind = judge.Role, Cost = judge.Cost };
    }

    private Dictionary<string, MetricValue> Values(Scores judge, Func<Scores, IReadOnlyDictionary<Metric, Estimate>> part)
    {
        var values = new Dictionary<string, MetricValue>(StringComparer.Ordinal);
        foreach (var (metric, estimate) in part(judge))
        {
            var (baseline, ceiling) = (part(Baseline(metric, part))[metric], Ceiling(metric, part));
            var (best, interval) = (ceiling is null ? null : part(ceiling)[metric], estimate.Interval(confidence));
            double? share = null;
            if (best is not null && judge != ceiling && best.GainOver(baseline, metric.LowerIsBetter, confidence) is { Low: > 0 } room)
                share = (metric.LowerIsBetter ? baseline.Value - estimate.Value : estimate.Value - baseline.Value) / room.Value;
            values[metric.Key] = new(estimate.Value, interval?.Low, interval?.High, baseline.Value, best?.Value, share);
        }

        return values;
    }

    private Scores Baseline(Metric metric, Func<Scores, IReadOnlyDictionary<Metric, Estimate>> part) => scores.First(judge => part(judge).ContainsKey(metric));

    private Scores? Ceiling(Metric metric, Func<Scores, IReadOnlyDictionary<Metric, Estimate>> part) =>
        metric.HasCeiling ? scores.FirstOrDefault(judge => judge.Role == JudgeRole.Oracle && part(judge).ContainsKey(metric)) : null;

    // In the metric's own direction.
    private PairedDifference Difference(Estimate judge, Estimate baseline, Metric metric)
    {
        var (value, low, high) = judge.GainOver(baseline, metric.LowerIsBetter, confidence);
        return metric.LowerIsBetter ? new(-value, -high, -low) : new(value, low, high);
    }
}
