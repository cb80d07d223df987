using System.Text.Json;

namespace PoppyUniverse.Apps.Tests;

public sealed class EvaluateTests : IDisposable
{
    private readonly PoppyProcess _poppy = new();

    public void Dispose() => _poppy.Dispose();

    [Theory]
    [InlineData("time:0.9", 200)]
    [InlineData("random:0.75", 500)]
    [InlineData("leave-last-out", 120)]
    [InlineData("kfold:2", 2_000)]
    public void Evaluate_EverySplit_MeasuresItsRows(string split, int rows)
    {
        Assert.Equal(0, _poppy.Run("simulate --out log.csv --interactions 2000").ExitCode);
        var report = Json($"evaluate --data log.csv --split {split} --json");
        Assert.Equal((rows, split), (report.GetProperty("rows").GetInt32(), report.GetProperty("split").GetString()));
        var model = report.GetProperty("models").EnumerateArray().Single(model => model.GetProperty("name").GetString() == "Layer 4");
        foreach (var key in (string[])["rmse", "mae", "accuracy", "log_loss", "qwk", "ece", "choice_log_loss", "hr@1", "hr@5", "hr@10", "ndcg@5", "ndcg@10", "mrr", "coverage@5", "gini@5"])
            Assert.True(double.IsFinite(model.GetProperty("metrics").GetProperty(key).GetProperty("value").GetDouble()), key);
        Assert.True(model.GetProperty("cost").GetProperty("bytes").GetInt64() > 0);
        var verdict = report.GetProperty("verdict");
        Assert.NotEqual("", verdict.GetProperty("winner").GetString());
        foreach (var task in (string[])["strength", "choice"])
            Assert.True(verdict.GetProperty(task).GetProperty("against")[0].GetProperty("low").GetDouble() <= verdict.GetProperty(task).GetProperty("against")[0].GetProperty("gain").GetDouble());
        Assert.Contains(report.GetProperty("slices").EnumerateArray(), slice => slice.GetProperty("name").GetString() == "Star");
        Assert.Contains(report.GetProperty("comparisons").EnumerateArray(), pair => pair.GetProperty("first").GetString() == "user mean" && pair.GetProperty("second").GetString() == "Layer 4");
    }

    [Theory]
    [InlineData("time:0")]
    [InlineData("time:1")]
    [InlineData("time:-0.5")]
    [InlineData("time:half")]
    [InlineData("random:nan")]
    [InlineData("random:1e-1")]
    [InlineData("leave-last-out:2")]
    [InlineData("kfold:1")]
    [InlineData("kfold:2.5")]
    [InlineData("kfold:-3")]
    [InlineData("kfold:99999")]
    [InlineData("weekly")]
    public void Evaluate_SillySplit_IsWrongUsage(string split)
    {
        var (exitCode, output, error) = _poppy.Run($"evaluate --data log.csv --split {split}");
        Assert.Equal((2, ""), (exitCode, output));
        Assert.StartsWith($"--split is \"{split}\"; expected time:F or random:F", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("kfold:9", "4 interactions are too few for kfold:9")]
    [InlineData("leave-last-out", "no user has two interactions")]
    [InlineData("time:0.1", "4 interactions are too few for time:0.1")]
    public void Evaluate_TooFewRows_SaysWhatWasFound(string split, string expected)
    {
        File.WriteAllLines(_poppy.File("log.csv"), Enumerable.Range(0, 4).Select(row => $"{row},Star,G,3,2026-01-01 00:00:0{row}").Prepend("User_ID,Category_Type,Category_Value,Strength,Timestamp"));
        var (exitCode, output, error) = _poppy.Run($"evaluate --data log.csv --split {split}");
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_ModelThatSawTheTestRows_FailsAsALeak()
    {
        // Strength is pure chance here, so a model that fits the rows it is tested on beats every possible one
        Assert.Equal(0, _poppy.Run("simulate --profile notebook --users 2000 --interactions 4000 --out log.csv --truth truth.parquet").ExitCode);
        Memorize("log.csv", 40);
        var (exitCode, output, error) = _poppy.Run("evaluate --model m --data log.csv --history log.csv --truth truth.parquet");
        Assert.Equal(1, exitCode);
        Assert.Contains("Leak: Layer 4 is better than any model can be (", output, StringComparison.Ordinal);
        Assert.Contains("4000 of 4000 test rows are also in the training log", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_ColumnThatTellsTheStrength_IsNamed()
    {
        Assert.Equal(0, _poppy.Run("simulate --interactions 600 --out log.csv").ExitCode);
        File.WriteAllLines(_poppy.File("told.csv"), File.ReadLines(_poppy.File("log.csv")).Select((line, row) => row == 0 ? line + ",Score,P3" : $"{line},{line.Split(',')[4]}0,0.2"));
        var warnings = Json("evaluate --data told.csv --split time:0.8 --json").GetProperty("warnings").EnumerateArray().Select(warning => warning.GetString()!).ToList();
        Assert.Contains(warnings, warning => warning.StartsWith("Column \"Score\" tells the Strength (correlation 1.00", StringComparison.Ordinal));
        Assert.Contains(warnings, warning => warning.StartsWith("Column \"P3\" is named like", StringComparison.Ordinal));
    }

    // The notebook's law leaves a model nothing to learn, and it keeps to what is known; so the rows themselves are handed over many times.
    private void Memorize(string log, int times)
    {
        var rows = File.ReadAllLines(_poppy.File(log));
        File.WriteAllLines(_poppy.File("many.csv"), Enumerable.Range(0, times).SelectMany(_ => rows.Skip(1)).Prepend(rows[0]));
        var (exitCode, _, error) = _poppy.Run("train --data many.csv --model m --target strength,class");
        Assert.True(exitCode == 0, error);
    }

    private JsonElement Json(string arguments)
    {
        var (exitCode, output, error) = _poppy.Run(arguments);
        Assert.True(exitCode == 0, error);
        return JsonDocument.Parse(output).RootElement;
    }
}
