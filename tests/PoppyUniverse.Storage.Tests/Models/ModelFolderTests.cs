using System.Text.Json.Nodes;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Simulation;
using PoppyUniverse.Storage.Models;

namespace PoppyUniverse.Storage.Tests.Models;

public sealed class ModelFolderTests : IDisposable
{
    private static readonly Layer4Model Model = Train(new Simulator(BuiltInProfiles.Stargazers with { Interactions = 1_000 }, 1).ToLog());

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_SavedModel_IsTheSameBitForBit()
    {
        ModelFolder.Save(Model, _folder.File("m"));
        var loaded = Assert.IsType<Layer4Model>(ModelFolder.Load(_folder.File("m")));
        foreach (var (saved, read) in Model.Parameters.All.Zip(loaded.Parameters.All))
        {
            Assert.Equal(saved.Name, read.Name);
            Assert.Equal(saved.Data, read.Data);
        }

        Assert.Equal(Model.Catalog, loaded.Catalog);
        Assert.Equal(Model.Statistics.UserTypeStrengths, loaded.Statistics.UserTypeStrengths);
        Assert.Equal(Model.Record.Rating!.Epochs, loaded.Record.Rating!.Epochs);
        Assert.Equal(Model.Record.Choice!.Epochs, loaded.Record.Choice!.Epochs);
        Assert.Equal(Enumerable.Range(0, Model.Users.Count).Select(user => Model.Users[user]), Enumerable.Range(0, loaded.Users.Count).Select(user => loaded.Users[user]));
        var (a, b) = (new PredictionBuffer(1, PredictionTargets.Strength), new PredictionBuffer(1, PredictionTargets.Strength));
        Model.Score(new([3], [4], [default]), a.All);
        loaded.Score(new([3], [4], [default]), b.All);
        Assert.Equal(a.ExpectedStrengths, b.ExpectedStrengths);
    }

    [Fact]
    public void Save_Twice_GivesTheSameBytes()
    {
        Assert.Equal(ModelFolder.Save(Model, _folder.File("a")), ModelFolder.Save(ModelFolder.Load(_folder.File("a")), _folder.File("b")));
        foreach (var name in (string[])["model.safetensors", "config.json"])
            Assert.Equal(File.ReadAllBytes(_folder.File($"a/{name}")), File.ReadAllBytes(_folder.File($"b/{name}")));
    }

    [Fact]
    public void Load_WithAFlatLawOfChoiceOrWithout_TakesItsShare()
    {
        ModelFolder.Save(Model, _folder.File("m"));
        var config = JsonNode.Parse(File.ReadAllText(_folder.File("m/config.json")))!;
        var calibration = config["training"]!["choice"]!["calibration"]!.AsObject();
        foreach (var share in (double[])[0, 0.25])
        {
            calibration.Remove("any_value");
            if (share > 0)
                calibration.Add("any_value", share);
            File.WriteAllText(_folder.File("m/config.json"), config.ToJsonString());
            Assert.Equal(share, Assert.IsType<Layer4Model>(ModelFolder.Load(_folder.File("m"))).Record.Choice!.Calibration.AnyValue);
        }
    }

    [Fact]
    public void Save_StringIds_KeepsThem()
    {
        var builder = new InteractionLogBuilder();
        for (var i = 0; i < 50; i++)
            builder.Add(i % 2 == 0 ? "käthe, \"k\"" : "007", "Film", i % 3 == 0 ? "Noir" : "Drama", (byte)(1 + (i % 5)), i);
        ModelFolder.Save(Train(builder.Build()), _folder.File("m"));
        var users = ModelFolder.Load(_folder.File("m")).Users;
        Assert.Equal(["007", "käthe, \"k\""], [users[0], users[1]]);
    }

    [Fact]
    public void Save_Header_IsThePublicLayout()
    {
        ModelFolder.Save(Model, _folder.File("m"));
        var bytes = File.ReadAllBytes(_folder.File("m/model.safetensors"));
        var length = BitConverter.ToInt64(bytes);
        Assert.Equal(0, length % 8);
        using var header = System.Text.Json.JsonDocument.Parse(bytes.AsMemory(8, (int)length));
        var bias = header.RootElement.GetProperty("output.bias");
        Assert.Equal(("F32", 6), (bias.GetProperty("dtype").GetString(), bias.GetProperty("shape")[0].GetInt32()));
        var start = bias.GetProperty("data_offsets")[0].GetInt32();
        Assert.Equal(Model.Parameters.Rating!.OutputBias.Data[0], BitConverter.ToSingle(bytes, 8 + (int)length + start));
    }

    [Fact]
    public void SaveAndLoad_ManyUsers_AllocateNoCopyOfTheParameters()
    {
        const int Users = 50_000;
        var (options, catalog) = (new Layer4Options { Targets = PredictionTargets.Strength }, Model.Catalog);
        var statistics = new LogStatistics(new long[Users], new long[catalog.ValueCount], new long[TimeSlot.Count], new long[Interaction.StrengthClasses], (new long[Users * catalog.TypeCount], new long[Users * catalog.TypeCount]));
        var model = new Layer4Model(options, catalog, IdMap.Range(0, Users), Layer4Parameters.Zeros(options, Users, catalog), (statistics, new(null, null)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        ModelFolder.Save(model, _folder.File("m"));
        var saved = GC.GetAllocatedBytesForCurrentThread();
        ModelFolder.Load(_folder.File("m"));
        var loaded = GC.GetAllocatedBytesForCurrentThread();
        var bytes = new FileInfo(_folder.File("m/model.safetensors")).Length;
        Assert.InRange(saved - before, 0, bytes / 4);
        Assert.InRange(loaded - saved, bytes, 5 * bytes / 2); // the numbers, and the users' rows as kernels want them
    }

    [Theory]
    [InlineData("config.json", "is no model config")]
    [InlineData("model.safetensors", "safetensors")]
    public void Load_EveryTruncation_IsToldInOneLine(string name, string expected)
    {
        ModelFolder.Save(Model, _folder.File("m"));
        var whole = File.ReadAllBytes(_folder.File($"m/{name}"));
        for (var length = 0; length < whole.Length - 2; length += 1 + (whole.Length / 60))
        {
            File.WriteAllBytes(_folder.File($"m/{name}"), whole[..length]);
            var error = Assert.Throws<ModelFormatException>(() => ModelFolder.Load(_folder.File("m")));
            Assert.Contains(expected, error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', error.Message);
        }
    }

    [Fact]
    public void Load_OneFlippedByte_IsFoundByTheChecksum()
    {
        ModelFolder.Save(Model, _folder.File("m"));
        var bytes = File.ReadAllBytes(_folder.File("m/model.safetensors"));
        bytes[^5] ^= 1;
        File.WriteAllBytes(_folder.File("m/model.safetensors"), bytes);
        Assert.Contains("checksum", Assert.Throws<ModelFormatException>(() => ModelFolder.Load(_folder.File("m"))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"layer4\"", "\"layer9\"", "kind 'layer9'; expected one of 'layer3', 'layer4'")]
    [InlineData("\"batch_size\": 1024", "\"batch_size\": \"many\"", "no config of a model of kind 'layer4' ($.rating.batch_size)")]
    [InlineData("\"batch_size\": 1024", "\"batch_size\": 0", "BatchSize is 0")]
    [InlineData("\"training\": {", "\"unknown\": {", "kind 'layer4'; expected 1 and one of")]
    public void Load_ConfigOfSomethingElse_SaysWhatItFound(string part, string other, string expected)
    {
        ModelFolder.Save(Model, _folder.File("m"));
        var config = File.ReadAllText(_folder.File("m/config.json"));
        Assert.Contains(part, config, StringComparison.Ordinal);
        File.WriteAllText(_folder.File("m/config.json"), config.Replace(part, other, StringComparison.Ordinal));
        Assert.Contains(expected, Assert.Throws<ModelFormatException>(() => ModelFolder.Load(_folder.File("m"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_NoModel_SaysWhatIsMissing()
    {
        Assert.Contains("does not exist", Assert.Throws<ModelFormatException>(() => ModelFolder.Load(_folder.File("no"))).Message, StringComparison.Ordinal);
        Assert.Contains("has no config.json", Assert.Throws<ModelFormatException>(() => ModelFolder.Load(_folder.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("is a file", Assert.Throws<ModelFormatException>(() => ModelFolder.Load(_folder.Write("f", ""))).Message, StringComparison.Ordinal);
    }

    private static Layer4Model Train(InteractionLog log) =>
        Layer4Trainer.Train(log, new() { Targets = PredictionTargets.Strength | PredictionTargets.Class | PredictionTargets.Choice, Rating = new() { Epochs = 2 }, Choice = new() { Epochs = 2 } }, RandomStream.FromSeed(1), new()).Model;
}
