using PoppyUniverse.Evaluation;
using PoppyUniverse.Evaluation.Reports;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Tests.Evaluation;

public sealed class EvaluatorTests
{
    private static readonly (string, EvaluationOptions, RandomStream) Settings = ("by hand", new(), RandomStream.FromSeed(1));

    [Fact]
    public void Evaluate_FourRows_GivesTheNumbersOfAPencil()
    {
        var test = SmallLogs.Make(4, i => new(i, 0, (byte)(i + 1), i)); // Strengths 1 2 3 4
        RowPredictions model = new(
            "model",
            [1, 3, 3, 2],
            [
                1, 0, 0, 0, 0,
                0, 0.25f, 0.75f, 0, 0,
                0, 0.5f, 0.5f, 0, 0,
                0, 0.5f, 0, 0.5f, 0,
            ]);
        var metrics = Evaluate(test, model)["model"].Metrics;
        Assert.Equal(Math.Sqrt((0 + 1 + 0 + 4) / 4.0), metrics["rmse"].Value, 1e-12);
        Assert.Equal(0.75, metrics["mae"].Value, 1e-12);
        Assert.Equal(0.25, metrics["accuracy"].Value, 1e-12); // ties go to the lower class: rows 3 and 4 are missed
        Assert.Equal((0 - Math.Log(0.25) - (2 * Math.Log(0.5))) / 4, metrics["log_loss"].Value, 1e-9);
        // confusion (actual, predicted): (1,1) (2,3) (3,2) (4,2); observed Σw = 0 + 1 + 1 + 4; expected by the margins
        var expected = new[] { 1, 2, 3, 4 }.Sum(actual => new[] { 1, 3, 2, 2 }.Sum(predicted => Math.Pow(actual - predicted, 2))) / 4;
        Assert.Equal(1 - (6 / expected), metrics["qwk"].Value, 1e-9);
        // bins: 0 → 12 zeros; [.2,.3) 0.25 hit; [.5,.6) 4 × 0.5, 2 hits; [.7,.8) 0.75, no hit; [.9,1] 1 hit
        Assert.Equal((0 + 0.75 + 0 + 0.75 + 0) / 20, metrics["ece"].Value, 1e-6);
    }

    [Fact]
    public void Evaluate_PerfectModel_IsPerfect()
    {
        var test = SmallLogs.Make(50, i => new(i % 9, i % 21, (byte)(1 + (i % 5)), i));
        float[] sure = [.. test.Rows().SelectMany(row => Enumerable.Range(1, 5).Select(strength => strength == test.Strengths[row] ? 1f : 0f))];
        var metrics = Evaluate(test, new RowPredictions("model", [.. test.Rows().Select(row => (float)test.Strengths[row])], sure))["model"].Metrics;
        Assert.Equal((0.0, 0.0, 1.0, 0.0, 1.0, 0.0), (metrics["rmse"].Value, metrics["mae"].Value, metrics["accuracy"].Value, metrics["log_loss"].Value, metrics["qwk"].Value, metrics["ece"].Value));
        Assert.Equal((0.0, 0.0), (metrics["rmse"].Low, metrics["rmse"].High));
    }

    [Fact]
    public void Evaluate_RowsInAnotherOrder_GivesTheSameValues()
    {
        var test = SmallLogs.Make(300, i => new(i % 30, 0, (byte)(1 + (i * i % 5)), i));
        float[] expected = [.. Enumerable.Range(0, 300).Select(i => 1 + (i % 40 / 10f))];
        var forward = Evaluate(test, new RowPredictions("m", expected, []))["m"].Metrics;
        var backward = Evaluate(test.Select(test.Rows().Reverse()), new RowPredictions("m", [.. expected.Reverse()], []))["m"].Metrics;
        Assert.Equal(forward["rmse"].Value, backward["rmse"].Value, 1e-12);
        Assert.Equal(forward["mae"].Value, backward["mae"].Value, 1e-12);
    }

    [Fact]
    public void Evaluate_Twice_GivesTheSameReport() =>
        Assert.Equal(Noisy(3).ToJson(), Noisy(3).ToJson());

    [Fact]
    public void Evaluate_IntervalOfAMean_CoversItAsOftenAsItSays()
    {
        // 300 experiments of 60 users with two rows each; |error| has a known mean, and 95 % of intervals must hold it
        var covered = 0;
        for (var experiment = 0; experiment < 300; experiment++)
        {
            var draws = RandomStream.FromSeed(5).Split(experiment).Sequence();
            var test = SmallLogs.Make(120, i => new(i / 2, 0, 3, i));
            var errors = Enumerable.Range(0, 60).SelectMany(_ => Enumerable.Repeat((float)(2 * draws.NextDouble()), 2)).ToArray();
            var report = Evaluator.Evaluate(
                test, null, [new RowPredictions("m", [.. errors.Select(error => 3 + error)], [])], null, ("x", new() { Resamples = 300 }, RandomStream.FromSeed(6).Split(experiment)));
            var mae = report["m"].Metrics["mae"];
            covered += mae.Low <= 1 && 1 <= mae.High ? 1 : 0;
        }

        Assert.InRange(covered, 270, 296);
    }

    [Fact]
    public void Evaluate_ModelBetterThanTheOracle_IsALeak()
    {
        var test = SmallLogs.Make(1_000, i => new(i % 50, 0, (byte)(1 + (i * 7 % 5)), i));
        float[] flat = [.. Enumerable.Repeat(0.2f, 5_000)];
        float[] three = [.. Enumerable.Repeat(3f, 1_000)];
        RowPredictions cheat = new("Layer 4", [.. test.Rows().Select(row => (float)test.Strengths[row])], flat);
        var report = Evaluator.Evaluate(test, null, [new RowPredictions("global mean", three, flat) { Role = JudgeRole.Baseline }, cheat], new("oracle", three, flat), Settings);
        Assert.True(report.HasLeak);
        Assert.StartsWith("Leak", report.Verdict!.Sentences[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_WrongNumberOfPredictions_Throws() =>
        Assert.Throws<ArgumentException>(() => Evaluate(SmallLogs.Make(3, i => new(0, 0, 1, i)), new RowPredictions("m", [1, 2], [])));

    [Fact]
    public void Json_Keys_AreTheContract()
    {
        var json = Noisy(4).ToJson();
        foreach (var key in (string[])["\"rows\"", "\"models\"", "\"name\"", "\"metrics\"", "\"rmse\"", "\"mae\"", "\"accuracy\"", "\"log_loss\"", "\"value\"", "\"low\"", "\"high\"", "\"baseline\"", "\"oracle\"", "\"share_of_learnable\"", "\"warnings\""])
            Assert.Contains(key, json, StringComparison.Ordinal);
    }

    private static EvaluationReport Noisy(ulong seed)
    {
        var draws = RandomStream.FromSeed(seed).Sequence();
        var test = SmallLogs.Make(400, i => new(i % 40, 0, (byte)(1 + (i % 5)), i));
        float[] flat = [.. Enumerable.Repeat(0.2f, 2_000)];
        return Evaluate(test, new RowPredictions("m", [.. Enumerable.Range(0, 400).Select(_ => 1 + (4 * (float)draws.NextDouble()))], flat));
    }

    private static EvaluationReport Evaluate(InteractionLog test, RowPredictions model) => Evaluator.Evaluate(test, null, [model], null, Settings);
}
