using PoppyUniverse.Evaluation;
using PoppyUniverse.Evaluation.Reports;
using PoppyUniverse.Interactions;
using PoppyUniverse.Interactions.Splits;
using PoppyUniverse.Learning.Baselines;
using PoppyUniverse.Simulation;

namespace PoppyUniverse.Tests.Evaluation;

public sealed class ChoiceMetricTests
{
    private static readonly (string, EvaluationOptions, RandomStream) Settings = ("by hand", new() { Resamples = 100 }, RandomStream.FromSeed(1));

    [Fact]
    public void Evaluate_KnownRanks_GivesTheNumbersOfAPencil()
    {
        // ranks 1, 4, 12
        var metrics = Metrics(new([0.5f, 0.2f, 0.01f], [0, 3, 11], [0, 0, 0]));
        Assert.Equal(-(Math.Log(0.5) + Math.Log(0.2) + Math.Log(0.01)) / 3, metrics["choice_log_loss"].Value, 1e-6);
        Assert.Equal((1 / 3.0, 2 / 3.0, 2 / 3.0), (metrics["hr@1"].Value, metrics["hr@5"].Value, metrics["hr@10"].Value));
        Assert.Equal((1 + (1 / Math.Log2(5))) / 3, metrics["ndcg@5"].Value, 1e-12);
        Assert.Equal((1 + (1 / Math.Log2(5))) / 3, metrics["ndcg@10"].Value, 1e-12);
        Assert.Equal((1 + 0.25 + (1 / 12.0)) / 3, metrics["mrr"].Value, 1e-12);
    }

    [Fact]
    public void Evaluate_Ties_CountAsTheMeanOverTheirOrders()
    {
        // four values share ranks 4 … 7: half of their orders put this one among the first five
        var metrics = Metrics(new([0.1f, 0.1f, 0.1f], [3, 3, 3], [3, 3, 3]));
        Assert.Equal((0.0, 0.5, 1.0), (metrics["hr@1"].Value, metrics["hr@5"].Value, metrics["hr@10"].Value));
        Assert.Equal(((1 / Math.Log2(5)) + (1 / Math.Log2(6))) / 4, metrics["ndcg@5"].Value, 1e-12);
        Assert.Equal(((1 / 4.0) + (1 / 5.0) + (1 / 6.0) + (1 / 7.0)) / 4, metrics["mrr"].Value, 1e-12);
    }

    [Fact]
    public void Evaluate_RowsWithoutStrength_CountForChoicesOnly()
    {
        var test = SmallLogs.Make(4, i => new(i, i, (byte)(i < 2 ? i + 1 : Interaction.MissingStrength), i));
        RowPredictions model = new("m", [1, 1, 1, 1], [], new([0.5f, 0.5f, 0.25f, 0.25f], [0, 0, 1, 1], [0, 0, 0, 0]));
        var report = Evaluator.Evaluate(test, null, [model], null, Settings);
        Assert.Equal((4, 2), (report.Rows, report.RatedRows));
        Assert.Equal(0.5, report["m"].Metrics["mae"].Value);
        Assert.Equal(0.5, report["m"].Metrics["hr@1"].Value);
    }

    [Fact]
    public void Outcomes_OfAModel_RankItsProbabilities()
    {
        var log = SmallLogs.Make(60, i => new(i % 3, i % 6 < 3 ? 2 : i % 5, 1, i));
        var model = CountBaseline.UserCounts(log);
        var outcomes = ChoiceOutcomes.Of(model, log, 2);
        for (var row = 0; row < 60; row++)
        {
            var all = new float[21];
            model.Score(new([.. Enumerable.Repeat(log.UserIndices[row], 21)], [.. Enumerable.Range(0, 21)], [.. Enumerable.Repeat(log[row].Slot, 21)]), new() { ChoiceProbabilities = all });
            var own = all[log.ValueIndices[row]];
            Assert.Equal((own, all.Count(other => other > own), all.Count(other => other == own) - 1), (outcomes.Probabilities[row], outcomes.Better[row], outcomes.Tied[row]));
        }
    }

    [Fact]
    public void Baselines_Stargazers_StandInTheirOrderBelowTheOracle()
    {
        var simulator = new Simulator(BuiltInProfiles.Stargazers with { Interactions = 60_000 }, 3);
        var split = Split.ByTime(simulator.ToLog(), 0.8);
        var truth = Oracle.For(simulator, split.TestRows);
        RowPredictions oracle = new(Evaluator.OracleName, truth.ExpectedStrengths, truth.ClassProbabilities, ChoiceOutcomes.OfRanks(truth.ChoiceProbabilities, truth.ChoiceRanks));
        var report = Evaluator.Evaluate(split.Test, split.Train, [.. CountBaseline.All(split.Train).Select(model => RowPredictions.Of(model, split.Test, 2))], oracle, Settings);
        double LogLoss(string name) => report[name].Metrics["choice_log_loss"].Value;
        Assert.True(LogLoss("oracle") < LogLoss("user's counts") && LogLoss("user's counts") < LogLoss("popularity"));
        Assert.True(LogLoss("oracle") < LogLoss("user × time counts") && LogLoss("oracle") < LogLoss("popularity by hour"));
        Assert.False(report.HasLeak);
        Assert.InRange(report["user's counts"].Metrics["choice_log_loss"].ShareOfLearnable!.Value, 0.2, 0.95);
    }

    [Fact]
    public void Baseline_AllValues_AddUpToOne()
    {
        var log = new Simulator(BuiltInProfiles.Stargazers with { Interactions = 2_000 }, 3).ToLog();
        foreach (var model in CountBaseline.All(log))
        {
            foreach (var user in (int[])[IdMap.Unknown, 0, 7])
            {
                var all = new float[21];
                model.Score(new([.. Enumerable.Repeat(user, 21)], [.. Enumerable.Range(0, 21)], [.. Enumerable.Repeat(TimeSlot.Of(22, 5), 21)]), new() { ChoiceProbabilities = all });
                Assert.Equal(1, all.Sum(), 1e-5);
            }
        }
    }

    [Fact]
    public void Baseline_RowsInAnyOrder_AnswerAsAlone()
    {
        var log = new Simulator(BuiltInProfiles.Stargazers with { Interactions = 3_000 }, 3).ToLog();
        var draws = RandomStream.FromSeed(4).Sequence();
        var rows = Enumerable.Range(0, 500).Select(_ => (User: (int)draws.NextBelow(3) - 1, Value: (int)draws.NextBelow(21), Slot: TimeSlot.Of((int)draws.NextBelow(2), 5))).ToArray();
        foreach (var model in CountBaseline.All(log))
        {
            var together = new float[rows.Length];
            model.Score(new([.. rows.Select(row => row.User)], [.. rows.Select(row => row.Value)], [.. rows.Select(row => row.Slot)]), new() { ChoiceProbabilities = together });
            for (var i = 0; i < rows.Length; i++)
            {
                var alone = new float[1];
                model.Score(new([rows[i].User], [rows[i].Value], [rows[i].Slot]), new() { ChoiceProbabilities = alone });
                Assert.Equal(alone[0], together[i]);
            }
        }
    }

    private static IReadOnlyDictionary<string, MetricValue> Metrics(ChoiceOutcomes outcomes) =>
        Evaluator.Evaluate(SmallLogs.Make(3, i => new(i, 0, Interaction.MissingStrength, i)), null, [new RowPredictions("m", [], [], outcomes)], null, Settings)["m"].Metrics;
}
