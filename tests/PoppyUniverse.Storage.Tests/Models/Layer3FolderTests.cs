using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Simulation;
using PoppyUniverse.Storage.Models;

namespace PoppyUniverse.Storage.Tests.Models;

public sealed class Layer3FolderTests : IDisposable
{
    private const PredictionTargets Everything = PredictionTargets.Strength | PredictionTargets.Class | PredictionTargets.Choice;

    private static readonly Layer3Model Model = Layer3Trainer.Train(
        new Simulator(BuiltInProfiles.Stargazers with { Interactions = 1_000 }, 1).ToLog(), new() { Targets = Everything }, RandomStream.FromSeed(1), new()).Model;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_SavedModel_AnswersBitForBit()
    {
        ModelFolder.Save(Model, _folder.File("m"));
        var loaded = Assert.IsType<Layer3Model>(ModelFolder.Load(_folder.File("m")));
        Assert.Equal(Model.Tensors.SelectMany(tensor => tensor.Data), loaded.Tensors.SelectMany(tensor => tensor.Data));
        var (users, values) = (Enumerable.Range(0, 420).Select(i => i % 20).ToArray(), Enumerable.Range(0, 420).Select(i => i / 20).ToArray());
        var (a, b) = (new PredictionBuffer(420, Everything), new PredictionBuffer(420, Everything));
        Model.Score(new(users, values, new TimeSlot[420]), a.All);
        loaded.Score(new(users, values, new TimeSlot[420]), b.All);
        Assert.Equal(a.ExpectedStrengths, b.ExpectedStrengths);
        Assert.Equal(a.ClassProbabilities, b.ClassProbabilities);
        Assert.Equal(a.ChoiceProbabilities, b.ChoiceProbabilities);
        Assert.Equal(Model.FoldIn([new(0, 3, 5, 0)]).Interactions, loaded.FoldIn([new(0, 3, 5, 0)]).Interactions);
    }

    [Fact]
    public void Save_Twice_GivesTheSameBytes()
    {
        Assert.Equal(ModelFolder.Save(Model, _folder.File("a")), ModelFolder.Save(ModelFolder.Load(_folder.File("a")), _folder.File("b")));
        foreach (var name in (string[])["model.safetensors", "config.json"])
            Assert.Equal(File.ReadAllBytes(_folder.File($"a/{name}")), File.ReadAllBytes(_folder.File($"b/{name}")));
    }

    [Theory]
    [InlineData(PredictionTargets.Strength)]
    [InlineData(PredictionTargets.Choice)]
    public void Load_OneTargetOnly_PredictsJustThat(PredictionTargets targets)
    {
        var log = new Simulator(BuiltInProfiles.Stargazers with { Interactions = 500 }, 2).ToLog();
        ModelFolder.Save(Layer3Trainer.Train(log, new() { Targets = targets }, RandomStream.FromSeed(1), new()).Model, _folder.File("m"));
        Assert.Equal(targets, ModelFolder.Load(_folder.File("m")).Targets);
    }

    [Theory]
    [InlineData("\"targets\": \"Strength, Class, Choice\"", "\"targets\": \"Strength\"", "the targets are Strength")]
    [InlineData("\"sweeps\": 12", "\"sweeps\": 0", "Rating.Sweeps is 0")]
    [InlineData("\"scale\": ", "\"scale\": -", "Scale is -")]
    [InlineData("\"kind\": \"layer3\"", "\"kind\": \"layer4\"", "kind 'layer4' (Layer4Options)")]
    public void Load_ConfigThatDoesNotFit_SaysWhatItFound(string part, string other, string expected)
    {
        ModelFolder.Save(Model, _folder.File("m"));
        var config = File.ReadAllText(_folder.File("m/config.json"));
        Assert.Contains(part, config, StringComparison.Ordinal);
        File.WriteAllText(_folder.File("m/config.json"), config.Replace(part, other, StringComparison.Ordinal));
        Assert.Contains(expected, Assert.Throws<ModelFormatException>(() => ModelFolder.Load(_folder.File("m"))).Message, StringComparison.Ordinal);
    }
}
