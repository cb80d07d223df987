using PoppyUniverse.Interactions;
using PoppyUniverse.Interactions.Splits;
using PoppyUniverse.Learning;
using PoppyUniverse.Learning.Baselines;
using PoppyUniverse.Simulation;

namespace PoppyUniverse.Tests.Learning.Layer3;

public sealed class Layer3TrainerTests
{
    private const PredictionTargets Everything = PredictionTargets.Strength | PredictionTargets.Class | PredictionTargets.Choice;

    private static readonly Layer3Options All = new() { Targets = Everything };

    [Fact]
    public void Train_AnyThreads_GivesTheSameBits()
    {
        var log = new Simulator(BuiltInProfiles.Stargazers with { Interactions = 5_000 }, 1).ToLog();
        var expected = Numbers(Train(log, All, threads: 1));
        Assert.Equal(expected, Numbers(Train(log, All, threads: 2)));
        Assert.Equal(expected, Numbers(Train(log, All, threads: 8)));

        static double[] Numbers(Layer3Model model) =>
            [.. model.Tensors.SelectMany(tensor => tensor.Data).Select(entry => (double)entry), model.Record.Rating!.Scale, .. model.Record.Choice!.Weights.ToArray()];
    }

    [Fact]
    public void Train_EightInteractions_AreLearnedByHeart()
    {
        var log = SmallLogs.Make(8, i => new(i % 4, i, (byte)(1 + (i % 5)), i * TimeSlot.MicrosecondsPerHour));
        var model = Train(log, new() { ValidationFraction = 0, Rating = new() { Candidates = [new(8, 1e-6)], Sweeps = 30 } });
        var scores = PredictionBuffer.Of(model, log, 1);
        for (var row = 0; row < 8; row++)
        {
            Assert.Equal(log.Strengths[row], scores.ExpectedStrengths[row], 0.02f);
            Assert.True(scores.ClassProbabilities[(row * 5) + log.Strengths[row] - 1] > 0.9f);
        }
    }

    [Fact]
    public void Train_PlantedLowRankMatrix_RecoversWhatWasHeldOut()
    {
        // Strength = band of u·v of rank 2, half of the pairs seen: the others follow from it
        double[] Vector(string name, int i) => [.. Enumerable.Range(0, 2).Select(f => PortableMath.NormalQuantile(RandomStream.FromSeed(5).Split(name).Split((2 * i) + f).Sequence().NextDouble()))];
        double Affinity(int user, int value) => Vector("u", user).Zip(Vector("v", value), (a, b) => a * b).Sum();
        byte Strength(int user, int value) => (byte)Math.Clamp(Math.Round(3 + Affinity(user, value)), 1, 5);
        (int User, int Value)[] pairs = [.. Enumerable.Range(0, 200 * 21).Select(i => (i / 21, i % 21))];
        Interaction Row((int User, int Value) pair) => new(pair.User, pair.Value, Strength(pair.User, pair.Value), 0);
        (int User, int Value)[] seen = [.. pairs.Where(pair => (pair.User + pair.Value) % 7 < 4)];
        var log = SmallLogs.Make(seen.Length, i => Row(seen[i]));
        var model = Train(log, new() { Rating = new() { Candidates = [new(2, 0.1)], Sweeps = 30, TimeBiases = false }, ValidationFraction = 0 });
        (int User, int Value)[] unseen = [.. pairs.Where(pair => (pair.User + pair.Value) % 7 >= 4)];
        var scores = new PredictionBuffer(unseen.Length, PredictionTargets.Strength);
        model.Score(new([.. unseen.Select(pair => pair.User)], [.. unseen.Select(pair => pair.Value)], new TimeSlot[unseen.Length]), scores.All);
        var error = Math.Sqrt(unseen.Select((pair, i) => Math.Pow(scores.ExpectedStrengths[i] - Strength(pair.User, pair.Value), 2)).Average());
        var spread = Math.Sqrt(unseen.Average(pair => Math.Pow(Strength(pair.User, pair.Value) - 3.0, 2)));
        Assert.True(error < 0.35 * spread, $"RMSE {error} beside a spread of {spread}");
    }

    [Fact]
    public void Train_UsersAndValuesInAnotherOrder_PermutesTheScores()
    {
        var log = new Simulator(BuiltInProfiles.Stargazers with { Users = 30, Interactions = 3_000 }, 2).ToLog();
        var catalog = new Catalog(log.Catalog.Types.Select((type, t) => (type, Values: (IReadOnlyList<string>)[.. Names(log.Catalog, t).Reverse()])).Reverse());
        var columns = new InteractionColumns();
        foreach (var row in log.Rows())
            columns.Append(log[row] with { UserIndex = 29 - log.UserIndices[row], ValueIndex = Other(log.ValueIndices[row]) });
        var (model, permuted) = (Train(log, All), Train(new(catalog, log.Users, columns), All));
        Assert.Equal(model.Record.Rating!.Chosen, permuted.Record.Rating!.Chosen);
        var (a, b) = (new PredictionBuffer(630, Everything), new PredictionBuffer(630, Everything));
        int[] users = [.. Enumerable.Range(0, 630).Select(i => i / 21)], values = [.. Enumerable.Range(0, 630).Select(i => i % 21)];
        model.Score(new(users, values, new TimeSlot[630]), a.All);
        permuted.Score(new([.. users.Select(user => 29 - user)], [.. values.Select(Other)], new TimeSlot[630]), b.All);
        Assert.All(a.ExpectedStrengths.Zip(b.ExpectedStrengths), pair => Assert.Equal(pair.First, pair.Second, 2e-3f));
        Assert.All(a.ChoiceProbabilities.Zip(b.ChoiceProbabilities), pair => Assert.Equal(pair.First, pair.Second, 1e-3f));

        int Other(int value) => catalog.IndexOf(log.Catalog.Types[log.Catalog.TypeOfValue[value]], log.Catalog.Values[value]);
        static IEnumerable<string> Names(Catalog catalog, int type) => catalog.Values.Skip(catalog.ValuesOf(type).First).Take(catalog.ValuesOf(type).Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Train_Stargazers_BeatsEveryMeanAndEveryCount(int seed)
    {
        var split = Split.ByTime(new Simulator(BuiltInProfiles.Stargazers, (ulong)seed).ToLog(), 0.8);
        var model = Train(split.Train, All);
        Assert.True(Rmse(model, split.Test) < MeanBaseline.All(split.Train).Min(mean => Rmse(mean, split.Test)) - 0.04);
        Assert.True(ChoiceLoss(model, split.Test) < CountBaseline.All(split.Train).Min(counts => ChoiceLoss(counts, split.Test)) - 0.04);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Train_PureNoise_EndsAtTheMean(int seed)
    {
        var split = Split.ByTime(new Simulator(BuiltInProfiles.Notebook, (ulong)seed).ToLog(), 0.8);
        Assert.True(Rmse(Train(split.Train, new()), split.Test) < Rmse(MeanBaseline.Global(split.Train), split.Test) + 0.005);
    }

    [Fact]
    public void Train_UserWithoutRows_AnswersAsUnknown()
    {
        var log = SmallLogs.Make(400, i => new(1 + (i % 3), i % 5, (byte)(1 + (i % 5)), i * TimeSlot.MicrosecondsPerHour));
        var model = Train(log, All);
        var (known, unknown) = (new PredictionBuffer(1, Everything), new PredictionBuffer(1, Everything));
        model.Score(new([0], [2], [default]), known.All);
        model.Score(new([IdMap.Unknown], [2], [default]), unknown.All);
        Assert.Equal(unknown.ExpectedStrengths, known.ExpectedStrengths);
        Assert.Equal(unknown.ChoiceProbabilities[0], known.ChoiceProbabilities[0], 1e-6f);
    }

    [Fact]
    public void Train_NothingToLearnFrom_SaysWhy()
    {
        var implicitLog = SmallLogs.Make(50, i => new(0, i % 5, 0, i));
        Assert.Contains("None of 50", Assert.Throws<ArgumentException>(() => Train(implicitLog, new())).Message, StringComparison.Ordinal);
        Assert.Contains("empty", Assert.Throws<ArgumentException>(() => Train(implicitLog.Select([]), All)).Message, StringComparison.Ordinal);
        Assert.NotNull(Train(implicitLog, new() { Targets = PredictionTargets.Choice }).Choice);
    }

    [Fact]
    public void Train_Cancelled_Stops()
    {
        var log = SmallLogs.Make(400, i => new(1 + (i % 3), i % 5, (byte)(1 + (i % 5)), i));
        Assert.ThrowsAny<OperationCanceledException>(() => Layer3Trainer.Train(log, All, RandomStream.FromSeed(1), new(), new(canceled: true)));
    }

    private static double Rmse(IRecommender model, InteractionLog test)
    {
        var scores = PredictionBuffer.Of(model, test, PredictionTargets.Strength, 1);
        return Math.Sqrt(test.Rows().Average(row => Math.Pow(scores.ExpectedStrengths[row] - test.Strengths[row], 2)));
    }

    private static double ChoiceLoss(IRecommender model, InteractionLog test)
    {
        var scores = PredictionBuffer.Of(model, test, PredictionTargets.Choice, 1);
        return test.Rows().Average(row => -Math.Log(scores.ChoiceProbabilities[row]));
    }

    private static Layer3Model Train(InteractionLog log, Layer3Options options, int threads = 2) =>
        Layer3Trainer.Train(log, options, RandomStream.FromSeed(1), new() { Threads = threads }).Model;
}
