using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Simulation;

namespace PoppyUniverse.Tests.Learning.Layer4;

public sealed class BetweenEpochsTests
{
    [Fact]
    public void Train_WithSomebodyListening_SaysWhatGoesOnBetweenEpochs()
    {
        var log = new Simulator(BuiltInProfiles.Stargazers with { Users = 10, Interactions = 400 }, 1).ToLog();
        var heard = new Heard();

        Layer4Trainer.Train(log, new() { Targets = PredictionTargets.Strength, Rating = new() { Epochs = 1 } }, RandomStream.FromSeed(1), new() { Between = heard });

        string[] start = ["finding where to start", "packing rows"];
        Assert.Equal(["holding back the latest rows", .. start, "calibrating", .. start], heard.All);
    }

    private sealed class Heard : IProgress<string>
    {
        public List<string> All { get; } = [];

        public void Report(string value) => All.Add(value);
    }
}
