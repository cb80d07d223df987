using PoppyUniverse.Interactions;
using PoppyUniverse.Interactions.Splits;
using PoppyUniverse.Learning;
using PoppyUniverse.Learning.Layer4;
using PoppyUniverse.Simulation;

namespace PoppyUniverse.Tests.Learning.Layer4;

public sealed class CalibrationTests
{
    private static readonly Layer4Options Options = new() { Rating = new() { Epochs = 10 }, Calibrate = false };
    private static readonly RandomStream Random = RandomStream.FromSeed(1);

    [Fact]
    public void Find_ModelThatExaggerates_IsDrawnBackByAsMuch()
    {
        var (threefold, sixfold) = (Exaggerated(3), Exaggerated(6));
        Assert.InRange(threefold.Classes, 0.25, 0.4);
        Assert.Equal(threefold.Classes / 2, sixfold.Classes, 0.01);
        Assert.InRange(threefold.Strength, 0.2, 0.5); // answers beyond 1 and 5 are cut, which takes a part of the exaggeration

        static Calibration Exaggerated(double factor)
        {
            var (model, start, test) = Trained();
            RatingCalibrator.Apply(new(factor, factor), model.Parameters.Rating!, start);
            return RatingCalibrator.Find(ToModel(model.Parameters.Rating!, model), ToModel(start, model), test, (1, Alone.Instance));
        }
    }

    [Fact]
    public void Find_TooFewRows_LeavesAnswersAsTheyAre()
    {
        var (model, start, test) = Trained();
        var few = test.Select(test.Rows().Take(RatingCalibrator.FewestRows - 1));
        Assert.Equal(Calibration.None, RatingCalibrator.Find(model, ToModel(start, model), few, (1, Alone.Instance)));
    }

    [Fact]
    public void Apply_None_ChangesNothingBeyondRounding()
    {
        var (model, start, _) = Trained();
        var before = model.Parameters.All.SelectMany(tensor => tensor.Data).ToArray();
        RatingCalibrator.Apply(Calibration.None, model.Parameters.Rating!, start);
        Assert.All(before.Zip(model.Parameters.All.SelectMany(tensor => tensor.Data)), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void Apply_Zero_AnswersAsTheStart()
    {
        var (model, start, test) = Trained();
        RatingCalibrator.Apply(new(0, 0), model.Parameters.Rating!, start);
        var (drawnBack, first) = (PredictionBuffer.Of(ToModel(model.Parameters.Rating!, model), test, 1), PredictionBuffer.Of(ToModel(start, model), test, 1));
        Assert.All(first.ExpectedStrengths.Zip(drawnBack.ExpectedStrengths), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        Assert.All(first.ClassProbabilities.Zip(drawnBack.ClassProbabilities), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    private static (Layer4Model Model, NetworkParameters Start, InteractionLog Test) Trained()
    {
        var split = Split.ByTime(new Simulator(BuiltInProfiles.Stargazers, 3).ToLog(), 0.8);
        return (Layer4Trainer.Train(split.Train, Options, Random, new()).Model, RatingStart.Of(split.Train, Options.Rating, (Random.Split("parameters"), new Ranks(Alone.Instance, new(new long[split.Train.Users.Count], Options.Lanes)))), split.Test);
    }

    private static Layer4Model ToModel(NetworkParameters parameters, Layer4Model like) =>
        new(like.Options, like.Catalog, like.Users, new(parameters, null), (like.Statistics, like.Record));
}
