using System.Diagnostics;
using PoppyUniverse.Cli.Results;
using PoppyUniverse.Cli.Terminals;
using PoppyUniverse.Evaluation;
using PoppyUniverse.Evaluation.Reports;
using PoppyUniverse.Evaluation.Summaries;
using PoppyUniverse.Figures;
using PoppyUniverse.Figures.Html;
using PoppyUniverse.Figures.Plots;
using PoppyUniverse.Interactions;
using PoppyUniverse.Interactions.Splits;
using PoppyUniverse.Learning.Recommending;
using PoppyUniverse.Simulation;
using PoppyUniverse.Storage;
using PoppyUniverse.Storage.Predictions;

namespace PoppyUniverse.Cli.Workflows;

/// <summary>The main job, from no data to a measured recommender.</summary>
internal sealed class RunWorkflow(ulong seed, int threads, Terminal terminal)
{
    private const double TrainFraction = 0.8;

    private readonly Dictionary<string, double> _seconds = [];

    /// <summary>Runs everything; files go below <paramref name="root"/>.</summary>
    public RunReport Run(string profileName, string root, CancellationToken cancellation)
    {
        var folders = new RunFolders(root);
        var simulator = new Simulator(Profiles.Load(profileName), seed);
        var data = Timed("simulate", () => new SimulateWorkflow(simulator, new() { Threads = threads }, terminal, cancellation).ToFile(folders.Data));
        var log = Timed("read", () => LogFile.Read(folders.Data, "stop", simulator.Catalog, terminal, cancellation));
        var learnability = Timed("inspect", () => InspectWorkflow.Test(log, new() { Seed = seed, Threads = threads }, terminal, cancellation));
        var split = Split.ByTime(log, TrainFraction);

        var training = new TrainWorkflow(seed, threads, terminal);
        var trained = Timed("train", () => training.Train(split.Train, folders.Data, TrainRequest.Layers, cancellation));
        var saved = trained.Select(model => TrainWorkflow.Save(model, folders.Model(model.Layer))).ToList();

        var evaluating = new EvaluateWorkflow(seed, threads, terminal);
        var truth = Oracle.For(simulator, split.TestRows);
        var oracle = new RowPredictions(
            Evaluator.OracleName, truth.ExpectedStrengths, truth.ClassProbabilities, ChoiceOutcomes.OfRanks(truth.ChoiceProbabilities, truth.ChoiceRanks));
        var evaluation = Timed("evaluate", () => evaluating.Run([.. trained.Select(model => ModelCosts.Judge(model.Model, model.WholeTime))], new(split.Test, split.Train), oracle, split.Description, cancellation));

        var tables = Timed("predict", () => trained.Select(model => Predict(model, folders, cancellation)).ToList());
        var report = Report(simulator, LogSummary.Of(log), evaluation, (data, saved), trained) with { Learnability = learnability };
        var test = RowPredictions.Of(trained[^1].Model, split.Test, threads, cancellation);
        var figures = Timed("figures", () => Draw(report, tables[^1], (split.Test, test, oracle), folders));
        AtomicFile.WriteText(folders.ReportHtml, HtmlReport.Render(report, figures));
        AtomicFile.WriteText(folders.ReportJson, report.ToJson() + "\n");
        EvaluationTables.Show(evaluation, terminal);
        terminal.Say($"Open {folders.ReportHtml}; everything else is in {Path.GetDirectoryName(folders.ReportHtml)} and {Path.GetDirectoryName(folders.Data)}.");
        return report;
    }

    private PredictionTable Predict(TrainedModel trained, RunFolders folders, CancellationToken cancellation) =>
        terminal.WithProgress(bars =>
        {
            var bar = bars.Add($"Predicting with Layer {trained.Layer}", trained.Model.Users.Count, "users");
            var table = PredictionTable.Of(trained.Model, null, threads, bar.As<long>((self, users) => self.MoveTo(users)), cancellation);
            PredictionWriter.Write(table, folders.Predictions(trained.Layer));
            bar.Finish();
            return table;
        });

    private RunReport Report(
        Simulator simulator, LogSummary summary, EvaluationReport evaluation, (SimulateResult Data, IReadOnlyList<TrainResult> Models) made, IReadOnlyList<TrainedModel> trained) => new()
    {
        Title = $"{simulator.Profile.Name}, seed {seed}",
        Command = $"poppy run --profile {simulator.Profile.Name} --seed {seed}",
        Data = summary,
        Training = trained.Single(model => model.Layer == 4).Main,
        Layer3Training = trained.Single(model => model.Layer == 3).Main,
        Evaluation = evaluation,
        Sha256 = made.Models.Select(model => (Name: $"layer{model.Layer}", model.ModelSha256)).Prepend(("data", made.Data.Sha256)).ToDictionary(),
        Seconds = _seconds,
    };

    private static List<Figure> Draw(
        RunReport report, PredictionTable table, (InteractionLog Rows, RowPredictions Model, RowPredictions Oracle) test, RunFolders folders)
    {
        List<Figure> figures =
        [
            TrainingCurve.Draw(report.Training), PredictedAgainstActual.Draw(test.Rows, test.Model, test.Oracle),
            StrengthHeatMap.Draw(table), InteractionsByHour.Draw(report.Data),
        ];
        FigureFiles.Write(figures, folders.Figures);
        return figures;
    }

    private T Timed<T>(string step, Func<T> work)
    {
        var clock = Stopwatch.StartNew();
        var result = work();
        _seconds[step] = clock.Elapsed.TotalSeconds;
        return result;
    }
}
