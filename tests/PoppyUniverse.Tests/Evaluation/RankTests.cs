using PoppyUniverse.Evaluation;
using PoppyUniverse.Evaluation.Reports;
using PoppyUniverse.Interactions;
using PoppyUniverse.Interactions.Splits;
using PoppyUniverse.Learning;
using PoppyUniverse.Learning.Baselines;
using PoppyUniverse.Testing;

namespace PoppyUniverse.Tests.Evaluation;

/// <summary>Evaluation shared by ranks, here threads; processes are in PoppyUniverse.Apps.Tests.</summary>
public sealed class RankTests
{
    [Theory]
    [InlineData(2, 90)] // more lanes than groups: some have no users
    [InlineData(3, 2_000)]
    [InlineData(8, 9_000)] // several users a group
    [InlineData(70, 2_000)] // more ranks than lanes: some have nothing to do
    public void Report_AnyNumberOfRanks_IsThatOfOneProcess(int size, int users)
    {
        var log = SmallLogs.Make(12_000, i => new((i * 31) % users, i * i % 21, (byte)(1 + (i * 7 % 5)), i * 3_600_000_000L));
        Split[] folds = [.. Split.KFold(log, 2, RandomStream.FromSeed(4))];
        var alone = Evaluate(folds, Alone.Instance, []).ToJson();
        var rows = new List<long>();
        Assert.All(ThreadRanks.Run(size, ranks => Evaluate(folds, ranks, rows).ToJson()), report => Assert.Equal(alone, report));
        Assert.Equal(size, rows.Count);
        // nobody did all of it, and together they did it once
        Assert.Equal(log.Count * 5, rows.Sum());
        Assert.All(rows, own => Assert.InRange(own, 0, (log.Count * 5) - 1));
    }

    // Adds the number of rows that this rank asked judges about.
    private static EvaluationReport Evaluate(Split[] folds, ICollective ranks, List<long> rows)
    {
        var experiment = new Experiment([.. folds.Select(fold => new Fold(fold.Test, fold.Train))], new() { Resamples = 103, Threads = 2 }, RandomStream.FromSeed(1), ranks);
        var asked = 0L;
        for (var f = 0; f < folds.Length; f++)
        {
            var most = new Most();
            Judge[] judges = [.. MeanBaseline.All(folds[f].Train).Concat<IRecommender>(CountBaseline.All(folds[f].Train)).Take(5).Select(model => new ModelJudge(model))];
            experiment.Measure(f, judges, most);
            asked += most.Value / ranks.Size;
        }

        lock (rows)
            rows.Add(asked);
        return experiment.Report("kfold:2");
    }

    private sealed class Most : IProgress<long>
    {
        private readonly Lock _lock = new();

        public long Value { get; private set; }

        public void Report(long value)
        {
            lock (_lock)
                Value = Math.Max(Value, value);
        }
    }
}
