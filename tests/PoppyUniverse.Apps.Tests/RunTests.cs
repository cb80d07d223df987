using System.Text.Json;
using System.Text.Json.Nodes;

namespace PoppyUniverse.Apps.Tests;

public sealed class RunTests : IDisposable
{
    private static readonly string[] Reproducible =
    [
        "Input_Data/NN_Semantic_Interactions.csv", "Input_Data/NN_Semantic_Interactions.manifest.json",
        "Output_Data/Layer3_Predictions.csv", "Output_Data/models/layer3/model.safetensors", "Output_Data/models/layer3/config.json",
        "Output_Data/Layer4_Predictions.csv", "Output_Data/models/layer4/model.safetensors", "Output_Data/models/layer4/config.json",
    ];

    private readonly PoppyProcess _poppy = new();

    public void Dispose() => _poppy.Dispose();

    [Fact]
    public void Run_FromNothing_LeavesEverything()
    {
        var (exitCode, output, error) = _poppy.Run("run");
        Assert.True(exitCode == 0, error);
        foreach (var sentence in (string[])["Strength: use Layer", "Choice: use Layer", "Cost: Layer 3", "Layer 4 "])
            Assert.Contains(sentence, output, StringComparison.Ordinal);
        string[] pictures = ["training_curve", "user_value_heat_map", "predicted_against_actual", "interactions_by_hour"];
        foreach (var name in Reproducible.Concat(pictures.SelectMany(picture => new[] { $"Output_Data/figures/{picture}.png", $"Output_Data/figures/{picture}.svg" })))
            Assert.True(new FileInfo(_poppy.File(name)) is { Exists: true, Length: > 500 }, name);
        Assert.Equal(12_001, File.ReadLines(_poppy.File(Reproducible[0])).Count());
        foreach (var layer in (int[])[3, 4])
        {
            var predictions = File.ReadAllLines(_poppy.File($"Output_Data/Layer{layer}_Predictions.csv"));
            Assert.StartsWith("User_ID,O,B,A,F,G,K,M,Terrestrial,", predictions[0], StringComparison.Ordinal);
            Assert.Equal(121, predictions.Length);
            Assert.All(predictions.Skip(1).SelectMany(line => line.Split(',').Skip(1)), cell => Assert.InRange(double.Parse(cell, System.Globalization.CultureInfo.InvariantCulture), 1, 5));
        }
    }

    [Fact]
    public void Run_Report_IsOneSelfContainedPageAndOneJsonDocument()
    {
        var (_, output, _) = _poppy.Run("run --json");
        using var printed = JsonDocument.Parse(output);
        using var written = JsonDocument.Parse(_poppy.Bytes("Output_Data/report.json"));
        Assert.Equal(printed.RootElement.GetProperty("evaluation").GetRawText(), written.RootElement.GetProperty("evaluation").GetRawText());
        foreach (var record in (string[])["training", "layer3_training"])
            Assert.True(written.RootElement.GetProperty(record).GetProperty("epochs").GetArrayLength() > 1);
        foreach (var model in (string[])["data", "layer3", "layer4"])
            Assert.Equal(64, written.RootElement.GetProperty("sha256").GetProperty(model).GetString()!.Length);
        var page = File.ReadAllText(_poppy.File("Output_Data/report.html"));
        Assert.DoesNotContain("http://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("https://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.Contains("default-src &#39;none&#39;", page.Replace("'", "&#39;", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OneThreadOrTwo_GivesTheSameBytes()
    {
        foreach (var threads in (int[])[1, 2])
            Assert.Equal(0, _poppy.Run($"run --threads {threads} --out t{threads}").ExitCode);
        foreach (var name in Reproducible)
            Assert.Equal(_poppy.Bytes($"t1/{name}"), _poppy.Bytes($"t2/{name}"));
    }

    [Theory]
    [InlineData("DOTNET_EnableAVX512", "Vector512")]
    [InlineData("DOTNET_EnableAVX2", "Vector256")]
    [InlineData("DOTNET_EnableHWIntrinsic", "Vector128")]
    [Trait("Speed", "Slow")]
    public void Run_OlderProcessor_GivesTheSameBytes(string without, string width)
    {
        // without vectors a run of the whole profile takes minutes
        var profile = JsonNode.Parse(_poppy.Run("profile show stargazers").Out)!;
        (profile["users"], profile["interactions"]) = (30, 1_500);
        _poppy.Write("small.json", profile.ToJsonString());
        Assert.Equal(0, _poppy.Run("run --profile small.json --out new").ExitCode);
        Assert.Equal(0, _poppy.Run("run --profile small.json --out old", (without, "0")).ExitCode);
        Assert.False(_poppy.HasVectors(width, (without, "0")));
        foreach (var name in Reproducible)
            Assert.Equal(_poppy.Bytes($"new/{name}"), _poppy.Bytes($"old/{name}"));
    }

    [Fact]
    public void Run_Notebook_SaysThereIsNothingToLearn()
    {
        var (exitCode, output, _) = _poppy.Run("run --profile notebook");
        Assert.Equal(0, exitCode);
        Assert.Contains("Strength: nothing to learn.", output, StringComparison.Ordinal);
    }
}
