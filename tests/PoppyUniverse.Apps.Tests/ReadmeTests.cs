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
            .ToDictionary(model => model.GetProperty("name").GetString()!, model => model.GetProperty("metrics"));
        var rows = File.ReadLines(Repository.File("README.md")).Where(line => line.StartsWith($"| `{profile}`", StringComparison.Ordinal))
            .Select(row => row.Replace("*", "", StringComparison.Ordinal).Split('|', StringSplitOptions.TrimEntries)[2..^1]).ToArray();
        Assert.Equal(Row("rmse", "global mean", "user mean"), rows[0]);
        Assert.Equal(Row("choice_log_loss", "popularity", "user's counts"), rows[1]);

        string[] Row(string metric, string baseline, string other)
        {
            return
            [
                Number(models[baseline].GetProperty(metric), "value"), Number(models[other].GetProperty(metric), "value"),
                Layer("Layer 3"), Layer("Layer 4"), Number(models["oracle"].GetProperty(metric), "value"),
            ];

            string Layer(string name)
            {
                var layer = models[name].GetProperty(metric);
                var share = layer.GetProperty("share_of_learnable");
                var learned = share.ValueKind == JsonValueKind.Null ? "nothing to learn" : string.Create(CultureInfo.InvariantCulture, $"{share.GetDouble() * 100:F0} %");
                return $"{Number(layer, "value")} [{Number(layer, "low")}, {Number(layer, "high")}], {learned}";
            }
        }
    }

    private static string Number(JsonElement metric, string key) => metric.GetProperty(key).GetDouble().ToString("F3", CultureInfo.InvariantCulture);
}
