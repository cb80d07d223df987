using System.Text.Json;
using PoppyUniverse.Testing;

namespace PoppyUniverse.Apps.Tests;

/// <summary>What poppy inspect says of real logs.</summary>
public sealed class InspectTests : IDisposable
{
    private readonly PoppyProcess _poppy = new();

    public void Dispose() => _poppy.Dispose();

    [Theory]
    [InlineData("notebook_run_1.csv")]
    [InlineData("notebook_run_2.csv")]
    [InlineData("notebook_run_3.csv")]
    public void NotebookRuns_HaveNothingInStrengthAndTypesInChoice(string name)
    {
        var report = Inspect(SharedData.Find(name));
        Assert.False(report.GetProperty("strength").GetProperty("learnable").GetBoolean());
        Assert.InRange(report.GetProperty("strength").GetProperty("p_value").GetDouble(), 0.05, 1);
        Assert.InRange(report.GetProperty("strength").GetProperty("noise_floor").GetProperty("rmse").GetDouble(), 1.25, 1.31);
        Assert.Superset(new HashSet<string> { "type by user", "repeats" }, Found(report.GetProperty("choice")));
    }

    [Fact]
    public void Checkins_HaveNoStrengthAndMuchInChoice()
    {
        var report = Inspect(SharedData.Find("nyc_checkins_train.csv"));
        Assert.False(report.GetProperty("strength").GetProperty("learnable").GetBoolean());
        Assert.Equal(JsonValueKind.Null, report.GetProperty("strength").GetProperty("p_value").ValueKind);
        Assert.Superset(new HashSet<string> { "type by user", "repeats", "value by user", "value by hour", "value by user x hour" }, Found(report.GetProperty("choice")));
    }

    [Fact]
    public void Ciao_HasStrengthByUserAndValue() =>
        Assert.Superset(new HashSet<string> { "user", "value" }, Found(Inspect(SharedData.Find("ciao_train.csv")).GetProperty("strength")));

    [Fact]
    public void Sample_Verdicts_StandLastOnTheConsole()
    {
        _poppy.Succeed("simulate --out log.csv --interactions 3000");
        var (exitCode, output, _) = _poppy.Run("inspect --data log.csv");
        var lines = output.Trim().Split('\n');
        Assert.Equal(0, exitCode);
        Assert.StartsWith("Strength: can be learned (p = ", lines[^2], StringComparison.Ordinal);
        Assert.StartsWith("Choice: can be learned beyond popularity (p = ", lines[^1], StringComparison.Ordinal);
    }

    private static HashSet<string> Found(JsonElement finding) =>
        [.. finding.GetProperty("tests").EnumerateArray().Where(test => test.GetProperty("significant").GetBoolean()).Select(test => test.GetProperty("name").GetString()!)];

    private JsonElement Inspect(string path)
    {
        var (exitCode, output, error) = _poppy.Run($"inspect --data {path} --json");
        Assert.True(exitCode == 0, error);
        using var document = JsonDocument.Parse(output);
        return document.RootElement.Clone();
    }
}
