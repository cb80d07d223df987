using PoppyUniverse.Cli.Terminals;
using PoppyUniverse.Evaluation;
using PoppyUniverse.Evaluation.Reports;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Cli.Workflows;

/// <summary>Measures models on test rows beside baselines and, for simulated rows, the oracle.</summary>
internal sealed class EvaluateWorkflow(ulong seed, int threads, Terminal terminal)
{
    /// <summary>The processes that share the work, all of which do the same calls; by default this one alone.</summary>
    public ICollective Ranks { get; init; } = Alone.Instance;

    /// <summary>Evaluates models that are there already.</summary>
    /// <param name="models">The models; those whose order counts (a later one must be clearly better) in that order.</param>
    /// <param name="fold">Test rows, and what the models and the baselines learn from; without it the only baselines are global mean and popularity, which the first model keeps.</param>
    /// <param name="oracle">The truth about the test rows, or null.</param>
    /// <param name="split">How the rows were chosen.</param>
    /// <param name="cancellation">Stops between rows.</param>
    public EvaluationReport Run(IReadOnlyList<ModelJudge> models, Fold fold, RowPredictions? oracle, string split, CancellationToken cancellation = default) =>
        Run([(fold, oracle)], _ => models, split, cancellation);

    /// <summary>Evaluates models on every fold; the report is over the test rows of all.</summary>
    /// <param name="folds">Each with the truth about its test rows, or null.</param>
    /// <param name="models">Gives the models of a fold; asked once for each.</param>
    /// <param name="split">How the rows were chosen.</param>
    /// <param name="cancellation">Stops between rows.</param>
    public EvaluationReport Run(
        IReadOnlyList<(Fold Fold, RowPredictions? Oracle)> folds, Func<Fold, IReadOnlyList<ModelJudge>> models, string split, CancellationToken cancellation)
    {
        var experiment = new Experiment(
            [.. folds.Select(fold => fold.Fold)], new EvaluationOptions { Threads = threads }, RandomStream.FromSeed(seed).Split("bootstrap"), Ranks);
        for (var f = 0; f < folds.Count; f++)
        {
            var (fold, oracle) = folds[f];
            var own = models(fold);
            Require(own, fold.Test);
            var targets = own.Aggregate(PredictionTargets.None, (all, model) => all | model.Targets);
            Judge[] judges = [.. BaselineJudges.Of(targets, own[0].Model, fold.Test, fold.Train), .. own, .. oracle is null ? (Judge[])[] : [oracle]];
            Measure(experiment, (f, folds.Count), judges, fold.Test.Count, cancellation);
        }

        return experiment.Report(split);
    }

    private void Measure(Experiment experiment, (int Number, int Count) fold, Judge[] judges, long rows, CancellationToken cancellation) =>
        terminal.WithProgress(bars =>
        {
            var bar = bars.Add(fold.Count == 1 ? "Evaluating" : $"Evaluating fold {fold.Number + 1} of {fold.Count}", judges.Length * rows, "rows");
            experiment.Measure(fold.Number, judges, bar.As<long>((self, done) => self.MoveTo(done)), cancellation);
            bar.Finish();
            return 0;
        });

    private static void Require(IReadOnlyList<ModelJudge> models, InteractionLog test)
    {
        if (test.StrengthCount == 0 && !models.Any(model => model.Targets.HasFlag(PredictionTargets.Choice)))
            throw new DataProblemException($"None of {test.Count:N0} test interactions has a Strength; there is nothing to measure a predicted Strength against.");
    }
}
