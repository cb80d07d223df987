using System.Text.Json;
using PoppyUniverse.Testing;

namespace PoppyUniverse.Apps.Tests;

public sealed class CommandLineTests : IDisposable
{
    private readonly PoppyProcess _poppy = new();

    public void Dispose() => _poppy.Dispose();

    [Theory]
    [InlineData("run")]
    [InlineData("simulate")]
    [InlineData("import")]
    [InlineData("inspect")]
    [InlineData("train")]
    [InlineData("evaluate")]
    [InlineData("score")]
    [InlineData("export")]
    [InlineData("recommend")]
    [InlineData("profile show")]
    public void Help_EveryVerb_HasADescriptionAndExamples(string verb)
    {
        var (exitCode, output, error) = _poppy.Run($"{verb} --help");
        Assert.Equal((0, ""), (exitCode, error));
        Assert.Contains("Examples:", output, StringComparison.Ordinal);
        Assert.Contains($"poppy {verb}", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("trian")]
    [InlineData("train")]
    [InlineData("simulate --out x.csv --users many")]
    [InlineData("simulate --out x.csv --threads 0")]
    [InlineData("simulate --out x.csv --profile nowhere")]
    [InlineData("simulate --out x.csv --as-of yesterday")]
    [InlineData("simulate --out x.txt")]
    [InlineData("evaluate --data x.csv")]
    [InlineData("evaluate --data x.csv --split time:2")]
    [InlineData("train --data x.csv --model m --target mood")]
    [InlineData("train --data x.csv --model m --layer 9")]
    [InlineData("evaluate --data x.csv --split time:0.8 --layers 3,5")]
    [InlineData("train --data x.csv --model m --batch 0")]
    [InlineData("recommend --model m")]
    [InlineData("export --format onnx --out x")]
    [InlineData("export --format onnx --model m --data x.csv --out x")]
    [InlineData("export --format pickle --model m --out x")]
    [InlineData("recommend --model m --user 1 --top 0")]
    public void WrongUsage_ExitsWithTwoAndKeepsStdoutClean(string arguments)
    {
        var (exitCode, output, error) = _poppy.Run(arguments);
        Assert.Equal((2, ""), (exitCode, output));
        Assert.NotEqual("", error.Trim());
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Verbs_OneAfterTheOther_WorkOnOneLog()
    {
        var simulated = Json("simulate --out log.csv --seed 3 --json");
        Assert.Equal(12_000, simulated.GetProperty("rows").GetInt64());
        Assert.True(simulated.GetProperty("rows_per_second").GetDouble() > 0);

        var trained = Json("train --data log.csv --model m --json");
        Assert.Equal(4, trained.GetProperty("layer").GetInt32());
        Assert.Equal(64, trained.GetProperty("model_sha256").GetString()!.Length);
        foreach (var key in (string[])["target", "rows", "epochs", "best_epoch", "seconds", "samples_per_second"])
            Assert.True(trained.TryGetProperty(key, out _), key);

        var evaluated = Json("evaluate --model m --data log.csv --json");
        Assert.Equal(["global mean", "popularity", "Layer 4"], evaluated.GetProperty("models").EnumerateArray().Select(model => model.GetProperty("name").GetString()));

        Json("simulate --out log.csv --truth log.truth.parquet --json");
        var models = Json("evaluate --data log.csv --split time:0.8 --truth log.truth.parquet --json").GetProperty("models").EnumerateArray().ToDictionary(model => model.GetProperty("name").GetString()!, model => model.GetProperty("metrics"));
        Assert.InRange(models["Layer 4"].GetProperty("rmse").GetProperty("share_of_learnable").GetDouble(), 0.3, 0.9);
        Assert.InRange(models["Layer 4"].GetProperty("choice_log_loss").GetProperty("share_of_learnable").GetDouble(), 0.3, 0.95);
        Assert.InRange(models["Layer 3"].GetProperty("rmse").GetProperty("share_of_learnable").GetDouble(), 0.3, 0.9);
        Assert.InRange(models["Layer 3"].GetProperty("choice_log_loss").GetProperty("share_of_learnable").GetDouble(), 0.3, 0.95);
        var alone = Json("evaluate --data log.csv --split time:0.8 --layers 3 --json").GetProperty("models").EnumerateArray().Select(model => model.GetProperty("name").GetString());
        Assert.Equal(["Layer 3"], alone.Where(name => name!.StartsWith("Layer", StringComparison.Ordinal)));
        Assert.True(models["oracle"].GetProperty("hr@1").GetProperty("value").GetDouble() > models["popularity"].GetProperty("hr@1").GetProperty("value").GetDouble());

        Json("score --model m --data log.csv --out scored.csv --json");
        var scored = File.ReadLines(_poppy.File("scored.csv")).ToArray();
        Assert.Equal("Interaction_ID,User_ID,Category_Type,Category_Value,Strength,Timestamp,Predicted_Strength,P1,P2,P3,P4,P5,Choice_Probability", scored[0]);
        Assert.StartsWith(File.ReadLines(_poppy.File("log.csv")).ElementAt(9), scored[9], StringComparison.Ordinal);
        Assert.Equal(12_001, scored.Length);

        var list = Json("recommend --model m --user 42 --at 2026-01-31T22:00 --top 3 --json");
        Assert.Equal(("42", "known_user"), (list.GetProperty("user").GetString(), list.GetProperty("level").GetString()));
        var item = list.GetProperty("items")[0];
        Assert.Equal(5, item.GetProperty("class_probabilities").GetArrayLength());
        Assert.InRange(item.GetProperty("expected_strength").GetDouble(), 1, 5);
        foreach (var key in (string[])["rank", "type", "value", "confidence", "reason"])
            Assert.True(item.TryGetProperty(key, out _), key);
        Assert.Equal("prior", Json("recommend --model m --user nobody --json").GetProperty("level").GetString());

        Json("recommend --model m --all --out all.csv --json");
        Assert.Equal(121, File.ReadLines(_poppy.File("all.csv")).Count());
    }

    [Fact]
    public void Recommend_UnknownType_NamesTheKnownOnes()
    {
        Json("simulate --out log.csv --interactions 500 --json");
        Json("train --data log.csv --model m --epochs 1 --json");
        var (exitCode, _, error) = _poppy.Run("recommend --model m --user 1 --type Comet");
        Assert.Equal((2, "--type is \"Comet\"; the model knows Star, Planet, Moon."), (exitCode, error.Trim()));
    }

    [Fact]
    public void Ciao_TimeSplit_BothLayersAreBelowEveryMean()
    {
        var models = Json($"evaluate --data {SharedData.Find("ciao_train.csv")} --split time:0.8 --json").GetProperty("models").EnumerateArray().ToArray();
        double Rmse(string name) => models.Single(model => model.GetProperty("name").GetString() == name).GetProperty("metrics").GetProperty("rmse").GetProperty("value").GetDouble();
        foreach (var layer in (string[])["Layer 3", "Layer 4"])
            Assert.True(Rmse(layer) < Math.Min(Rmse("global mean"), Math.Min(Rmse("user mean"), Rmse("value mean"))));
    }

    [Fact]
    public void Checkins_WithoutStrength_AreSummarizedAndTeachTheChoice()
    {
        var data = SharedData.Find("nyc_checkins_train.csv");
        var summary = Json($"inspect --data {data} --json");
        Assert.Equal((140_405, 140_405), (summary.GetProperty("rows").GetInt32(), summary.GetProperty("missing_strength").GetInt32()));
        var (exitCode, _, error) = _poppy.Run($"train --data {data} --model m --target strength");
        Assert.Equal(1, exitCode);
        Assert.Contains("none of 140,405 interactions has a Strength", error, StringComparison.Ordinal);
        Assert.Equal("choice", Json($"train --data {data} --model m --epochs 2 --json").GetProperty("target")[0].GetString());
        var items = Json("recommend --model m --user 0 --at 2013-02-01T13:00 --top 321 --json").GetProperty("items").EnumerateArray().ToArray();
        var probabilities = items.Select(item => item.GetProperty("choice_probability").GetDouble()).ToArray();
        Assert.Equal(1, probabilities.Sum(), 1e-4);
        Assert.Equal(probabilities.OrderDescending(), probabilities);
        Assert.Equal(JsonValueKind.Null, items[0].GetProperty("expected_strength").ValueKind);
    }

    [Fact]
    public void Profile_ShownAndEdited_IsSimulated()
    {
        var shown = _poppy.Run("profile show notebook").Out;
        _poppy.Write("mine.json", shown.Replace("\"name\": \"notebook\"", "\"name\": \"mine\"", StringComparison.Ordinal).Replace("\"interactions\": 12000", "\"interactions\": 70", StringComparison.Ordinal));
        Assert.Equal(0, _poppy.Run("profile validate mine.json").ExitCode);
        Assert.Equal(70, Json("simulate --profile mine.json --out log.csv --json").GetProperty("rows").GetInt64());
        _poppy.Write("wrong.json", shown.Replace("\"share\": 0.4", "\"share\": 4", StringComparison.Ordinal));
        var (exitCode, _, error) = _poppy.Run("profile validate wrong.json");
        Assert.Equal((1, "wrong.json: preference.share is 4; expected 0 to 1."), (exitCode, error.Trim()));
    }

    private JsonElement Json(string arguments)
    {
        var (exitCode, output, error) = _poppy.Run(arguments);
        Assert.True(exitCode == 0, $"poppy {arguments}: {exitCode}\n{error}");
        using var document = JsonDocument.Parse(output);
        return document.RootElement.Clone();
    }
}
