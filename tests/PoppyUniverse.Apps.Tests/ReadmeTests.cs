using System.Globalization;
using System.Text.Json;
using PoppyUniverse.Testing;

namespace PoppyUniverse.Apps.Tests;

public sealed class ReadmeTests : IDisposable
{
    private readonly PoppyProcess _poppy = new();

    public void Dispose() => _poppy.Dispose();

    [Theory]
    [InlineData("stargazers")]
    [InlineData("notebook")]
    public void ResultsTable_IsWhatRunMeasures(string profile)
    {
        var (_, output, _) = _poppy.Run($"run --profile {profile} --json");
        using var report = JsonDocument.Parse(output);
        var models = report.RootElement.GetProperty("evaluation").GetProperty("models").EnumerateArray()
            .ToDictionary(model => model.GetProperty("name").GetString()!, model => model.GetProperty("metrics").GetProperty("rmse"));
        var layer4 = models["Layer 4"];
        var share = layer4.GetProperty("share_of_learnable");
        var learned = share.ValueKind == JsonValueKind.Null ? "nothing to learn" : string.Create(CultureInfo.InvariantCulture, $"{share.GetDouble() * 100:F0} %");

        var row = File.ReadLines(Repository.File("README.md")).Single(line => line.StartsWith($"| `{profile}`", StringComparison.Ordinal));
        var cells = row.Replace("*", "", StringComparison.Ordinal).Split('|', StringSplitOptions.TrimEntries)[2..^1];
        Assert.Equal(
            [Number(models["global mean"], "value"), Number(models["user mean"], "value"), $"{Number(layer4, "value")} [{Number(layer4, "low")}, {Number(layer4, "high")}]", Number(models["oracle"], "value"), learned],
            cells);
    }

    private static string Number(JsonElement metric, string key) => metric.GetProperty(key).GetDouble().ToString("F3", CultureInfo.InvariantCulture);
}
