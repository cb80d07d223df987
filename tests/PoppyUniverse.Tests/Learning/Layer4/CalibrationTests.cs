using PoppyUniverse.Interactions;
using PoppyUniverse.Interactions.Splits;
using PoppyUniverse.Learning;
using PoppyUniverse.Learning.Layer4;
using PoppyUniverse.Simulation;

namespace PoppyUniverse.Tests.Learning.Layer4;

public sealed class CalibrationTests
{
    [Fact]
    public void Find_ModelThatExaggeratesThreefold_TakesAboutAThird()
    {
        var (model, test) = Trained(BuiltInProfiles.Stargazers);
        var before = Layer4Calibrator.Find(model, test, 1);
        Layer4Calibrator.Apply(new(3, 3), model.Parameters, model.Statistics);
        var exaggerating = new Layer4Model(model.Options, model.Catalog, model.Users, model.Parameters, (model.Statistics, model.Record));
        var after = Layer4Calibrator.Find(exaggerating, test, 1);
        Assert.InRange(before.Classes, 0.6, 1);
        Assert.Equal(before.Classes / 3, after.Classes, 0.02);
        Assert.InRange(after.Strength, 0.2, 0.5); // answers beyond 1 and 5 are cut, which takes a part of the exaggeration
    }

    [Fact]
    public void Find_TooFewRows_LeavesAnswersAsTheyAre()
    {
        var (model, test) = Trained(BuiltInProfiles.Stargazers);
        Assert.Equal(Calibration.None, Layer4Calibrator.Find(model, test.Select(test.Rows().Take(Layer4Calibrator.FewestRows - 1)), 1));
    }

    [Fact]
    public void Apply_None_ChangesNoBit()
    {
        var (model, _) = Trained(BuiltInProfiles.Stargazers);
        var bits = model.Parameters.All.SelectMany(tensor => tensor.Data).ToArray();
        Layer4Calibrator.Apply(Calibration.None, model.Parameters, model.Statistics);
        Assert.Equal(bits, model.Parameters.All.SelectMany(tensor => tensor.Data));
    }

    [Fact]
    public void Apply_Zero_AnswersWithThePriorForEveryone()
    {
        var (model, test) = Trained(BuiltInProfiles.Stargazers);
        Layer4Calibrator.Apply(new(0, 0), model.Parameters, model.Statistics);
        var prior = new Layer4Model(model.Options, model.Catalog, model.Users, model.Parameters, (model.Statistics, model.Record));
        Assert.All(PredictionBuffer.Of(prior, test, 1).ExpectedStrengths, strength => Assert.Equal(model.Statistics.MeanStrength, strength, 1e-5));
    }

    private static (Layer4Model Model, InteractionLog Test) Trained(SimulationProfile profile)
    {
        var split = Split.ByTime(new Simulator(profile, 3).ToLog(), 0.8);
        var options = new Layer4Options { Epochs = 10, Calibrate = false };
        return (Layer4Trainer.Train(split.Train, options, RandomStream.FromSeed(1), new()).Model, split.Test);
    }
}
