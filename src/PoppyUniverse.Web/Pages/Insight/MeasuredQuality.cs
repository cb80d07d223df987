using PoppyUniverse.Evaluation;
using PoppyUniverse.Evaluation.Reports;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Web.Pages.Insight;

/// <summary>How good a model is on some rows it has not learned from.</summary>
/// <param name="Source">The rows, in words.</param>
/// <param name="Report">The model beside baselines and, where the truth is known, the ceiling; null when there are too few rows.</param>
/// <param name="Curve">Whether its class probabilities mean what they say; null when it has none, or the rows are not at hand.</param>
internal sealed record MeasuredQuality(string Source, EvaluationReport? Report, CalibrationCurve? Curve)
{
    /// <summary>Fewer rows measure nothing.</summary>
    public const int FewestRows = 100;

    private const int Threads = 1; // others are answered meanwhile

    /// <summary>What a run's report says, with the curve from the run's test rows.</summary>
    public static MeasuredQuality OfRun(RunBeside run, IRecommender model, InteractionLog? log) => new(
        $"the run “{run.Report.Title}”", run.Report.Evaluation, log is not null && run.TestOf(log) is { } test ? CurveOf(model, test, default) : null);

    /// <summary>Measures a model on what came into the store since it was trained.</summary>
    public static MeasuredQuality OfStore(StoredLog stored, IRecommender model, ulong seed, IProgress<double> progress, CancellationToken cancellation)
    {
        const string source = "what came into the store since the model was trained";
        if (stored.Unseen < FewestRows)
            return new(source, null, null);
        var (test, seen) = (stored.New, stored.Seen);
        var train = seen.Count == 0 ? null : seen;
        Judge[] judges = [.. BaselineJudges.Of(model.Targets, model, test, train), new ModelJudge(model)];
        var experiment = new Experiment([new(test, train)], new() { Threads = Threads }, RandomStream.FromSeed(seed).Split("page"));
        experiment.Measure(0, judges, new Share(progress, judges.Length * test.Count), cancellation);
        return new(source, experiment.Report("newer than the model"), CurveOf(model, test, cancellation));
    }

    private static CalibrationCurve? CurveOf(IRecommender model, InteractionLog test, CancellationToken cancellation) =>
        model.Targets.HasFlag(PredictionTargets.Class) && test.StrengthCount > 0
            ? CalibrationCurve.Of(test, PredictionBuffer.Of(model, test, PredictionTargets.Class, Threads, cancellation).ClassProbabilities)
            : null;

    private sealed class Share(IProgress<double> progress, long rows) : IProgress<long>
    {
        public void Report(long value) => progress.Report(value / (double)rows);
    }
}
