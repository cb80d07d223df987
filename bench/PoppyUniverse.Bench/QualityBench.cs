using System.Globalization;
using PoppyUniverse.Evaluation;
using PoppyUniverse.Evaluation.Metrics;
using PoppyUniverse.Evaluation.Reports;
using PoppyUniverse.Figures.Plots;
using PoppyUniverse.Interactions;
using PoppyUniverse.Interactions.Splits;
using PoppyUniverse.Learning;
using PoppyUniverse.Learning.Baselines;
using PoppyUniverse.Simulation;

namespace PoppyUniverse.Bench;

/// <summary>How much of what can be learned Layer 4 learns, by rows a user, beside Layer 3 and the best baseline.</summary>
internal static class QualityBench
{
    private const int Users = 1_000;
    private const int Threads = 2;
    private const ulong Seed = 7;

    private static readonly int[] RowsPerUser = [10, 100, 1_000, 10_000];

    public static void Run()
    {
        EvaluationReport[] reports = [.. RowsPerUser.Select(Evaluate)];
        new Report("Quality of Layer 4")
            .Say($"`stargazers`, {Users} users, seed {Seed}, default options, tested on the last fifth by time: share of the way from the baseline (global mean; popularity) to the oracle, and the number itself with its 95 % bootstrap interval over users. Beside it Layer 3, and the best of the baselines: user mean, value mean; popularity by hour, user's counts, user × time counts.")
            .Table(["Strength: rows a user", "Layer 4 learned", "RMSE", "Layer 3 learned", "RMSE", "best baseline", "RMSE", "oracle"], reports.Select((report, i) => Row(report, Metric.Rmse, i)))
            .Table(["Choice: rows a user", "Layer 4 learned", "log-loss", "Layer 3 learned", "log-loss", "best baseline", "log-loss", "oracle"], reports.Select((report, i) => Row(report, Metric.ChoiceLogLoss, i)))
            .Say("![Share of what can be learned, by rows a user](learned_share.png)")
            .Save("quality.md");
        var figure = LearnedShare.Draw(RowsPerUser,
        [
            ("Layer 4, Strength", Shares(Metric.Rmse, model => model.Name == "Layer 4"), true, true), ("Layer 4, choice", Shares(Metric.ChoiceLogLoss, model => model.Name == "Layer 4"), false, true),
            ("best baseline, Strength", Shares(Metric.Rmse, IsBaseline), true, false), ("best baseline, choice", Shares(Metric.ChoiceLogLoss, IsBaseline), false, false),
        ]);
        File.WriteAllBytes(Path.Combine(Report.Repository(), "bench/results/learned_share.png"), figure.Png);

        double[] Shares(Metric metric, Func<ModelResult, bool> which) => [.. reports.Select(report => Share(report, metric, Best(report, metric, which)))];
    }

    private static EvaluationReport Evaluate(int rowsPerUser)
    {
        var simulator = new Simulator(BuiltInProfiles.Stargazers with { Users = Users, Interactions = (long)Users * rowsPerUser }, Seed);
        var split = Split.ByTime(simulator.ToLog(), 0.8);
        const PredictionTargets All = PredictionTargets.Strength | PredictionTargets.Class | PredictionTargets.Choice;
        var (random, context) = (RandomStream.FromSeed(1), new TrainingContext { Threads = Threads });
        var layer3 = Layer3Trainer.Train(split.Train, new() { Targets = All }, random, context).Model;
        var layer4 = Layer4Trainer.Train(split.Train, new() { Targets = All }, random, context).Model;
        var truth = Oracle.For(simulator, split.TestRows);
        IEnumerable<IRecommender> judges = [.. MeanBaseline.All(split.Train), .. CountBaseline.All(split.Train), layer3, layer4];
        return Evaluator.Evaluate(
            split.Test, split.Train, [.. judges.Select(judge => RowPredictions.Of(judge, split.Test, Threads))],
            new(Evaluator.OracleName, truth.ExpectedStrengths, truth.ClassProbabilities, ChoiceOutcomes.OfRanks(truth.ChoiceProbabilities, truth.ChoiceRanks)),
            (split.Description, new() { Resamples = 200 }, RandomStream.FromSeed(2)));
    }

    private static IReadOnlyList<string> Row(EvaluationReport report, Metric metric, int i)
    {
        var (other, oracle) = (Best(report, metric, IsBaseline), report[Evaluator.OracleName]);
        return
        [
            RowsPerUser[i].ToString("N0", CultureInfo.InvariantCulture), .. Layer(report["Layer 4"]), .. Layer(report["Layer 3"]), other.Name,
            other.Metrics[metric.Key].Value.ToString("0.000", CultureInfo.InvariantCulture), oracle.Metrics[metric.Key].Value.ToString("0.000", CultureInfo.InvariantCulture),
        ];

        string[] Layer(ModelResult model)
        {
            var value = model.Metrics[metric.Key];
            return [Share(report, metric, model).ToString("P0", CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"{value.Value:0.000} [{value.Low:0.000}, {value.High:0.000}]")];
        }
    }

    private static bool IsBaseline(ModelResult model) => model.Name is not ("Layer 3" or "Layer 4" or Evaluator.OracleName);

    private static ModelResult Best(EvaluationReport report, Metric metric, Func<ModelResult, bool> which) =>
        report.Models.Where(model => which(model) && model.Metrics.ContainsKey(metric.Key)).MinBy(model => model.Metrics[metric.Key].Value)!;

    private static double Share(EvaluationReport report, Metric metric, ModelResult model)
    {
        var value = model.Metrics[metric.Key];
        return (value.Baseline!.Value - value.Value) / (value.Baseline!.Value - report[Evaluator.OracleName].Metrics[metric.Key].Value);
    }
}
