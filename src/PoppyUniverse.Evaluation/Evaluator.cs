using PoppyUniverse.Evaluation.Metrics;
using PoppyUniverse.Evaluation.Reports;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Evaluation;

/// <summary>Measures predictions of Strength and of choice against what happened, beside a baseline and, where the truth is known, the ceiling.</summary>
public static class Evaluator
{
    /// <summary>What the oracle is called in reports.</summary>
    public const string OracleName = "oracle";

    /// <summary>Evaluates models on a test log. Deterministic: the same rows and stream give the same report.</summary>
    /// <param name="test">Test rows, at least one. Those without a Strength count for choices only.</param>
    /// <param name="train">What the models learned from, for warnings; null when that is not known.</param>
    /// <param name="models">Predictions for the test rows; the first that has a metric is its baseline.</param>
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
        var all = models.Concat(oracle is null ? [] : [oracle]).Zip(sums, (model, userSums) => new Measured(model, userSums, test.StrengthCount > 0, bootstrap)).ToList();
        var ceiling = oracle is null ? null : all[^1];
        return new(
            test.Count, test.StrengthCount, sums[0].Count, settings.Split,
            [.. all.Select(model => Result(model, all, ceiling, settings.Options.Confidence))],
            ExperimentWarnings.Of(test, train));
    }

    private static ModelResult Result(Measured model, IReadOnlyList<Measured> all, Measured? ceiling, double confidence)
    {
        var values = new Dictionary<string, MetricValue>(StringComparer.Ordinal);
        var (differences, above) = (new Dictionary<string, PairedDifference>(StringComparer.Ordinal), new List<string>());
        foreach (var metric in model.Metrics)
        {
            var baseline = all.First(other => other.Has(metric));
            var bound = metric.HasCeiling && ceiling is not null && ceiling.Has(metric) ? ceiling : null;
            var (low, high) = model.Interval(metric, confidence);
            double? share = null;
            if (bound is not null && bound != model && Gain(bound, baseline, metric, confidence).Low > 0)
                share = Gain(model, baseline, metric, confidence).Value / Gain(bound, baseline, metric, confidence).Value;
            values[metric.Key] = new(model.Value(metric), low, high, baseline.Value(metric), bound?.Value(metric), share);
            if (model != baseline)
                differences[metric.Key] = Difference(model, baseline, metric, confidence);
            if (bound is not null && bound != model && model != baseline && Gain(model, bound, metric, confidence).Low > 0)
                above.Add(metric.Key);
        }

        return new(model.Name, values, differences, above);
    }

    // How much better one model is than another, paired; positive is better whichever way the metric points.
    private static PairedDifference Gain(Measured model, Measured other, Metric metric, double confidence)
    {
        var sign = metric.LowerIsBetter ? -1 : 1;
        var differences = model.Resampled(metric).Zip(other.Resampled(metric), (mine, theirs) => sign * (mine - theirs)).ToArray();
        var (low, high) = Bootstrap.Interval(differences, confidence);
        return new(sign * (model.Value(metric) - other.Value(metric)), low, high);
    }

    // In the metric's own direction.
    private static PairedDifference Difference(Measured model, Measured other, Metric metric, double confidence)
    {
        var gain = Gain(model, other, metric, confidence);
        return metric.LowerIsBetter ? new(-gain.Value, -gain.High, -gain.Low) : gain;
    }

    private static void Check(InteractionLog test, IReadOnlyList<RowPredictions> models, RowPredictions? oracle)
    {
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(models);
        if (test.Count == 0)
            throw new ArgumentException("The test log has no rows; expected at least one.", nameof(test));
        if (models.Count == 0)
            throw new ArgumentException("There is no model to evaluate.", nameof(models));
        foreach (var model in models.Concat(oracle is null ? [] : [oracle]))
        {
            int[] lengths = [model.ExpectedStrengths.Length, model.ClassProbabilities.Length / Interaction.StrengthClasses, model.Choices?.Probabilities.Length ?? 0];
            if (lengths.Any(length => length != 0 && length != test.Count) || lengths.Sum() == 0)
                throw new ArgumentException($"'{model.Name}' predicts {lengths.Max()} rows; expected {test.Count}.", nameof(models));
        }
    }

    /// <summary>A model's sums and what its metrics are in every resample.</summary>
    private sealed class Measured
    {
        private readonly UserSums _sums;
        private readonly double[][] _resampled;

        public Measured(RowPredictions model, UserSums sums, bool rated, Bootstrap bootstrap)
        {
            (Name, _sums) = (model.Name, sums);
            Metrics = [.. Metric.All.Where(metric => model.Targets.HasFlag(metric.Needs) && (rated || metric.Needs == PredictionTargets.Choice))];
            _resampled = bootstrap.Values(sums, Metrics);
        }

        public string Name { get; }

        public List<Metric> Metrics { get; }

        public bool Has(Metric metric) => Metrics.Contains(metric);

        public double Value(Metric metric) => _sums.All.Value(metric);

        public double[] Resampled(Metric metric) => _resampled[Metrics.IndexOf(metric)];

        public (double Low, double High) Interval(Metric metric, double confidence) => Bootstrap.Interval(Resampled(metric), confidence);
    }
}
