using PoppyUniverse.Evaluation.Reports;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Evaluation;

/// <summary>Measures predictions of Strength and of choice against what happened, beside a baseline and, where the truth is known, the ceiling.</summary>
public static class Evaluator
{
    /// <summary>What the oracle is called in reports.</summary>
    public const string OracleName = "oracle";

    /// <summary>Evaluates models on one test log. Deterministic: the same rows and stream give the same report.</summary>
    /// <param name="test">Test rows, at least one. Those without a Strength count for choices only.</param>
    /// <param name="train">What the models learned from, for slices and warnings; null when that is not known.</param>
    /// <param name="models">The models; the first that has a metric is its baseline.</param>
    /// <param name="oracle">The truth about the test rows, or null.</param>
    /// <param name="settings">How the rows were chosen; resamples and confidence; where resamples come from.</param>
    /// <exception cref="ArgumentException">No rows, no model, or predictions of another number of rows.</exception>
    public static EvaluationReport Evaluate(
        InteractionLog test, InteractionLog? train, IReadOnlyList<Judge> models, RowPredictions? oracle,
        (string Split, EvaluationOptions Options, RandomStream Random) settings)
    {
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(models);
        var experiment = new Experiment([new(test, train)], settings.Options, settings.Random);
        experiment.Measure(0, oracle is null || models.Count == 0 ? models : [.. models, oracle]);
        return experiment.Report(settings.Split);
    }
}
