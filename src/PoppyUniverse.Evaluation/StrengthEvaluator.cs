using PoppyUniverse.Evaluation.Metrics;
using PoppyUniverse.Evaluation.Reports;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Evaluation;

/// <summary>Measures predictions of Strength against what happened, beside a baseline and, where the truth is known, the ceiling.</summary>
public static class StrengthEvaluator
{
    /// <summary>What the oracle is called in reports.</summary>
    public const string OracleName = "oracle";

    /// <summary>Evaluates models on a test log. Deterministic: the same rows and stream give the same report.</summary>
    /// <param name="test">Test rows, all with a Strength; at least one.</param>
    /// <param name="train">What the models learned from, for warnings; null when that is not known.</param>
    /// <param name="models">Predictions for the test rows, the baseline first.</param>
    /// <param name="oracle">The truth about the test rows, or null.</param>
    /// <param name="settings">How the rows were chosen; resamples and confidence; where resamples come from.</param>
    /// <exception cref="ArgumentException">No rows, no model, or predictions of another number of rows.</exception>
    public static EvaluationReport Evaluate(
        InteractionLog test, InteractionLog? train, IReadOnlyList<RowPredictions> models, RowPredictions? oracle,
        (string Split, EvaluationOptions Options, RandomStream Random) settings)
    {
        Check(test, models, oracle);
        var sums = models.Select(model => new UserSums(test, model)).ToList();
        if (oracle is not null)
            sums.Add(new(test, oracle, isOracle: true));
        var bootstrap = new Bootstrap(sums[0].Count, settings.Options.Resamples, settings.Random);
        var all = models.Concat(oracle is null ? [] : [oracle]).Zip(sums, (model, userSums) => new Measured(model, userSums, bootstrap)).ToList();
        var ceiling = oracle is null ? null : all[^1];
        return new(
            test.Count, sums[0].Count, settings.Split, models[0].Name,
            [.. all.Select(model => Result(model, all[0], ceiling, settings.Options.Confidence))],
            ExperimentWarnings.Of(test, train));
    }

    private static ModelResult Result(Measured model, Measured baseline, Measured? ceiling, double confidence)
    {
        var values = new Dictionary<string, MetricValue>(StringComparer.Ordinal);
        var above = new List<string>();
        foreach (var metric in model.Metrics)
        {
            var bound = metric.HasCeiling && baseline.Has(metric) ? ceiling : null;
            var (low, high) = model.Interval(metric, confidence);
            double? share = null;
            if (bound is not null && bound != model && Gain(bound, baseline, metric, confidence).Low > 0)
                share = Gain(model, baseline, metric, confidence).Value / Gain(bound, baseline, metric, confidence).Value;
            values[metric.Key] = new(model.Value(metric), low, high, baseline.Has(metric) ? baseline.Value(metric) : null, bound?.Value(metric), share);
            if (bound is not null && bound != model && model != baseline && Gain(model, bound, metric, confidence).Low > 0)
                above.Add(metric.Key);
        }

        var difference = model == baseline ? null : Negated(Gain(model, baseline, StrengthMetric.Rmse, confidence));
        return new(model.Name, values, difference, above);
    }

    // How much better one model is than another, paired; positive is better whichever way the metric points.
    private static PairedDifference Gain(Measured model, Measured other, StrengthMetric metric, double confidence)
    {
        var sign = metric.LowerIsBetter ? -1 : 1;
        var differences = model.Resampled(metric).Zip(other.Resampled(metric), (mine, theirs) => sign * (mine - theirs)).ToArray();
        var (low, high) = Bootstrap.Interval(differences, confidence);
        return new(sign * (model.Value(metric) - other.Value(metric)), low, high);
    }

    private static PairedDifference Negated(PairedDifference gain) => new(-gain.Value, -gain.High, -gain.Low);

    private static void Check(InteractionLog test, IReadOnlyList<RowPredictions> models, RowPredictions? oracle)
    {
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(models);
        if (test.Count == 0 || test.StrengthCount != test.Count)
            throw new ArgumentException($"The test log has {test.Count} rows, {test.StrengthCount} with a Strength; expected at least one, and all with.", nameof(test));
        if (models.Count == 0)
            throw new ArgumentException("There is no model to evaluate.", nameof(models));
        foreach (var model in models.Concat(oracle is null ? [] : [oracle]))
        {
            if (model.ExpectedStrengths.Length != test.Count)
                throw new ArgumentException($"'{model.Name}' predicts {model.ExpectedStrengths.Length} rows; expected {test.Count}.", nameof(models));
        }
    }

    /// <summary>A model's sums and what its metrics are in every resample.</summary>
    private sealed class Measured
    {
        private readonly UserSums _sums;
        private readonly double[][] _resampled;

        public Measured(RowPredictions model, UserSums sums, Bootstrap bootstrap)
        {
            (Name, _sums) = (model.Name, sums);
            Metrics = [.. StrengthMetric.All.Where(metric => model.HasClasses || !metric.NeedsClasses)];
            _resampled = bootstrap.Values(sums, Metrics);
        }

        public string Name { get; }

        public List<StrengthMetric> Metrics { get; }

        public bool Has(StrengthMetric metric) => Metrics.Contains(metric);

        public double Value(StrengthMetric metric) => _sums.All.Value(metric);

        public double[] Resampled(StrengthMetric metric) => _resampled[Metrics.IndexOf(metric)];

        public (double Low, double High) Interval(StrengthMetric metric, double confidence) => Bootstrap.Interval(Resampled(metric), confidence);
    }
}
