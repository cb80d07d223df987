using PoppyUniverse.Evaluation;
using PoppyUniverse.Evaluation.Measuring;
using PoppyUniverse.Evaluation.Reports;
using PoppyUniverse.Interactions;
using PoppyUniverse.Interactions.Splits;
using PoppyUniverse.Learning;
using PoppyUniverse.Learning.Baselines;
using PoppyUniverse.Simulation;

namespace PoppyUniverse.Tests.Evaluation;

public sealed class ExperimentTests
{
    private static readonly InteractionLog Log = new Simulator(BuiltInProfiles.Stargazers with { Users = 300, Interactions = 9_000 }, 5).ToLog();

    [Fact]
    public void Report_AnyNumberOfThreads_IsTheSame()
    {
        var split = Split.ByTime(Log, 0.8);
        Assert.Equal(Report([split], 1).ToJson(), Report([split], 5).ToJson());
    }

    [Fact]
    public void Report_KFold_CoversEveryRowOnce()
    {
        Split[] splits = [.. Split.KFold(Log, 3, RandomStream.FromSeed(1))];
        var report = Report(splits, 2);
        Assert.Equal((Log.Count, Log.StrengthCount, 300), (report.Rows, report.RatedRows, report.Users));
        // the mean over all rows is the mean of the folds' means, weighted by their rows
        var parts = splits.Select(split => (Rows: split.Test.Count, Rmse: Report([split], 2)["user mean"].Metrics["rmse"].Value));
        Assert.Equal(Math.Sqrt(parts.Sum(part => part.Rows * part.Rmse * part.Rmse) / Log.Count), report["user mean"].Metrics["rmse"].Value, 1e-12);
    }

    [Fact]
    public void Measure_ModelOrItsKeptAnswers_GivesTheSameNumbers()
    {
        var split = Split.ByTime(Log, 0.8);
        var model = CountBaseline.UserCounts(split.Train);
        var experiment = new Experiment([new(split.Test, split.Train)], new() { Resamples = 100 }, RandomStream.FromSeed(1));
        experiment.Measure(0, [new ModelJudge(model), RowPredictions.Of(model, split.Test, 2) with { Name = "kept" }]);
        var report = experiment.Report("x");
        foreach (var (key, value) in report["kept"].Metrics)
            Assert.Equal(report["user's counts"].Metrics[key] with { ShareOfLearnable = null }, value);
        Assert.Equal(new PairedComparison(0, 0, 0, null), report.Comparisons.Single().Metrics["hr@1"]);
    }

    [Fact]
    public void Measure_MoreUsersThanGroups_GivesTheSameValuesAndLikeIntervals()
    {
        // every user its own answer: a mean with a known standard error
        const int Users = 20_000;
        var draws = RandomStream.FromSeed(8).Sequence();
        var test = SmallLogs.Make(Users, i => new(i, 0, 3, i));
        float[] errors = [.. Enumerable.Range(0, Users).Select(_ => 2 * (float)draws.NextDouble())];
        var mae = Evaluator.Evaluate(test, null, [new RowPredictions("m", [.. errors.Select(error => 3 + error)], [])], null, ("x", new(), RandomStream.FromSeed(1)))["m"].Metrics["mae"];
        Assert.Equal(errors.Average(error => (double)error), mae.Value, 1e-6);
        var error = Math.Sqrt(1 / 3.0 / Users); // of the mean of Users draws from (0, 2)
        Assert.InRange((mae.High!.Value - mae.Low!.Value) / (2 * 1.96 * error), 0.9, 1.1);
        Assert.Equal(UserGroups.MostGroups, new UserGroups([test], RandomStream.FromSeed(1)).Count);
    }

    [Fact]
    public void Slices_OfARealCut_CoverTheRowsAndAddUp()
    {
        var split = Split.ByTime(Log, 0.8);
        var report = Report([split], 2);
        Assert.Equal(["Star", "Planet", "Moon"], report.Slices.Where(slice => slice.Kind == "type").Select(slice => slice.Name));
        foreach (var kind in (string[])["type", "activity"])
        {
            var slices = report.Slices.Where(slice => slice.Kind == kind).ToList();
            Assert.Equal(report.Rows, slices.Sum(slice => slice.Rows));
            var hits = slices.Sum(slice => slice.Rows * slice.Models.Single(model => model.Name == "user's counts").Metrics["hr@5"].Value);
            Assert.Equal(report["user's counts"].Metrics["hr@5"].Value, hits / report.Rows, 1e-9);
        }

        Assert.Equal(4, report.Slices.Count(slice => slice.Name.EndsWith("training rows", StringComparison.Ordinal)));
    }

    [Fact]
    public void Slices_UsersWithoutTrainingRows_AreCold()
    {
        var train = SmallLogs.Make(40, i => new(i % 4, i % 21, 3, i));
        var test = new InteractionLog(train.Catalog, IdMap.Range(1, 6), SmallColumns(12, i => new(i % 6, i % 21, 3, 100 + i)));
        var report = Evaluator.Evaluate(test, train, [new ModelJudge(MeanBaseline.Global(train))], null, ("x", new() { Resamples = 100 }, RandomStream.FromSeed(1)));
        var cold = report.Slices.Single(slice => slice.Name == "no training rows (cold users)");
        Assert.Equal(4, cold.Rows); // users 5 and 6, two rows each
        Assert.Equal(8, report.Slices.Single(slice => slice.Name == "10 training rows").Rows);
    }

    [Fact]
    public void Slices_ManyTypes_KeepTheMostFrequent()
    {
        var catalog = new Catalog(Enumerable.Range(0, 15).Select(type => ($"t{type}", (IReadOnlyList<string>)["v"])));
        var test = new InteractionLog(catalog, IdMap.Range(1, 1), SmallColumns(120, i => new(0, Math.Min(14, (int)Math.Sqrt(2 * i)), 3, i)));
        var slices = Evaluator.Evaluate(test, null, [new RowPredictions("m", new float[120], [])], null, ("x", new() { Resamples = 100 }, RandomStream.FromSeed(1))).Slices;
        Assert.Equal(Slicing.MostTypes + 1, slices.Count);
        Assert.Equal("the other 3 types", slices[^1].Name);
        Assert.Equal(120, slices.Sum(slice => slice.Rows));
    }

    [Fact]
    public void New_FoldsOfDifferentLogs_Throws() =>
        Assert.Throws<ArgumentException>(() => new Experiment([new(SmallLogs.Make(3, i => new(i, 0, 1, i)), null), new(SmallLogs.Make(3, i => new(i, 0, 1, i)), null)], new(), RandomStream.FromSeed(1)));

    private static InteractionColumns SmallColumns(int rows, Func<int, Interaction> row)
    {
        var columns = new InteractionColumns();
        for (var i = 0; i < rows; i++)
            columns.Append(row(i));
        return columns;
    }

    private static EvaluationReport Report(Split[] splits, int threads)
    {
        var experiment = new Experiment([.. splits.Select(split => new Fold(split.Test, split.Train))], new() { Resamples = 100, Threads = threads }, RandomStream.FromSeed(1));
        for (var fold = 0; fold < splits.Length; fold++)
            experiment.Measure(fold, [.. ((IRecommender[])[.. MeanBaseline.All(splits[fold].Train), .. CountBaseline.All(splits[fold].Train)]).Select(model => new ModelJudge(model))]);
        return experiment.Report("x");
    }
}
