using PoppyUniverse.Interactions;
using PoppyUniverse.Interactions.Splits;
using PoppyUniverse.Learning;
using PoppyUniverse.Learning.Layer4;
using PoppyUniverse.Simulation;

namespace PoppyUniverse.Tests.Learning.Layer4;

public sealed class CalibrationTests
{
    private static readonly Layer4Options Options = new() { Rating = new() { Epochs = 10 }, Calibrate = false };
    private const PredictionTargets Both = PredictionTargets.Strength | PredictionTargets.Class;
    private static readonly RandomStream Random = RandomStream.FromSeed(1);

    [Fact]
    public void Find_ModelThatExaggerates_IsDrawnBackByAsMuch()
    {
        var (modest, threefold) = (Exaggerated(1), Exaggerated(3));
        Assert.InRange(threefold.Found.Strength, 0.2, 0.5); // answers beyond 1 and 5 are cut, which takes a part of the exaggeration
        Assert.InRange(threefold.LogLoss, modest.LogLoss - 0.01, modest.LogLoss + 0.01);

        static (Calibration Found, double LogLoss) Exaggerated(double factor)
        {
            var (model, start, test) = Trained();
            RatingCalibrator.Apply(new(factor, factor), model.Parameters.Rating!, start);
            var found = RatingCalibrator.Find(ToModel(model.Parameters.Rating!, model), ToModel(start, model), test, (1, Alone.Instance));
            RatingCalibrator.Apply(found, model.Parameters.Rating!, start);
            var classes = PredictionBuffer.Of(ToModel(model.Parameters.Rating!, model), test, 1).ClassProbabilities;
            return (found, test.Rows().Average(row => -Math.Log(classes[((int)row * 5) + test.Strengths[row] - 1])));
        }
    }

    [Fact]
    public void Classes_LawMadeOfTheThree_IsFoundAgain()
    {
        const int Rows = 20_000;
        double[] truth = [-0.4, 0.5, 0.7, 0.3, 0, 0, -0.2, 0];
        var (draws, given) = (RandomStream.FromSeed(5).Sequence(), new byte[Rows]);
        var (network, start) = (new PredictionBuffer(Rows, Both), new PredictionBuffer(Rows, Both));
        for (var row = 0; row < Rows; row++)
        {
            (network.ExpectedStrengths[row], start.ExpectedStrengths[row]) = (1 + (4 * (float)draws.NextDouble()), 3);
            double[] from = Law(_ => 2 * draws.NextDouble()), to = Law(_ => 2 * draws.NextDouble());
            var law = Law(c => ((1 + truth[0] - truth[2]) * Math.Log(from[c])) + (truth[2] * Math.Log(to[c])) + (truth[1] * (c - 2) * (network.ExpectedStrengths[row] - 3)) + truth[3 + c]);
            for (var c = 0; c < 5; c++)
                (start.ClassProbabilities[(row * 5) + c], network.ClassProbabilities[(row * 5) + c]) = ((float)from[c], (float)to[c]);
            var (chance, strength) = (draws.NextDouble(), 0);
            while (strength < 4 && (chance -= law[strength]) > 0)
                strength++;
            given[row] = (byte)(strength + 1);
        }

        var found = new ClassCalibration(given, network, start, new float[5], (1, 3)).Find();
        Assert.All(truth.Take(3).Zip(found), pair => Assert.Equal(pair.First, pair.Second, 0.1));
        Assert.Equal(truth[3] - truth[6], found[3] - found[6], 0.1); // a shift of all classes together changes nothing
        Assert.Equal(0, found.Skip(3).Sum(), 1e-6);

        static double[] Law(Func<int, double> logit)
        {
            double[] powers = [.. Enumerable.Range(0, 5).Select(c => Math.Exp(logit(c)))];
            return [.. powers.Select(power => power / powers.Sum())];
        }
    }

    [Fact]
    public void Classes_NothingToTell_FollowTheStrength()
    {
        const int Rows = 400;
        var draws = RandomStream.FromSeed(6).Sequence();
        byte[] given = [.. Enumerable.Range(0, Rows).Select(_ => (byte)(1 + (5 * draws.NextDouble())))];
        var (network, start) = (new PredictionBuffer(Rows, Both), new PredictionBuffer(Rows, Both));
        start.ClassProbabilities.AsSpan().Fill(0.2f);
        start.ExpectedStrengths.AsSpan().Fill(3);
        network.ExpectedStrengths.AsSpan().Fill(3);
        for (var i = 0; i < network.ClassProbabilities.Length; i++)
            network.ClassProbabilities[i] = 0.15f + (0.1f * (float)draws.NextDouble());
        float[] law = [.. Enumerable.Repeat((float)Math.Log(0.2), 5)];
        Assert.All(
            new ClassCalibration(given, network, start, law, (1, 3)).Find().Zip([-1, 0.5, 0, 0, 0, 0, 0, 0]),
            pair => Assert.Equal(pair.Second, pair.First, 1e-6)); // the variance of a uniform law is 2
        Assert.All(new ClassCalibration(given, network, start, law, null).Find(), number => Assert.Equal(0, number, 1e-6));
    }

    // Few rows, so that shifts of their own are not worth their cost, and Strengths far apart, so that tilts widen the law.
    [Fact]
    public void Classes_StrengthsFarApart_KeepEverybodysLaw()
    {
        const int Rows = 100;
        double[] law = [0.05, 0.15, 0.4, 0.3, 0.1];
        var (network, start) = (new PredictionBuffer(Rows, Both), new PredictionBuffer(Rows, Both));
        byte[] given = [.. Enumerable.Range(0, Rows).Select(row => (byte)(1 + law.TakeWhile((_, c) => law.Take(c + 1).Sum() <= (row + 0.5) / Rows).Count()))];
        for (var row = 0; row < Rows; row++)
        {
            (network.ExpectedStrengths[row], start.ExpectedStrengths[row]) = (row * 37 % Rows * 4f / Rows + 1, 3.25f);
            for (var c = 0; c < 5; c++)
                start.ClassProbabilities[(row * 5) + c] = network.ClassProbabilities[(row * 5) + c] = (float)law[c];
        }

        var found = new ClassCalibration(given, network, start, [.. law.Select(share => (float)Math.Log(share))], (1, 3.25)).Find();
        Assert.NotEqual(0, found[1]);
        var mean = new double[5];
        for (var row = 0; row < Rows; row++)
        {
            double[] powers = [.. law.Select((share, c) => share * Math.Exp((found[1] * (c - 2) * (network.ExpectedStrengths[row] - 3.25)) + found[3 + c]))];
            for (var c = 0; c < 5; c++)
                mean[c] += powers[c] / powers.Sum() / Rows;
        }

        Assert.All(law.Zip(mean), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
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
