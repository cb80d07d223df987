using PoppyUniverse.Interactions;
using PoppyUniverse.Interactions.Splits;
using PoppyUniverse.Learning;
using PoppyUniverse.Learning.Baselines;
using PoppyUniverse.Simulation;

namespace PoppyUniverse.Tests.Learning.Layer4;

public sealed class Layer4TrainerTests
{
    private static readonly Layer4Options Quick = new() { Rating = new() { Epochs = 3, Hidden = [16, 16], BatchSize = 256 } };

    [Fact]
    public void Train_AnyThreads_GivesTheSameBits()
    {
        var log = new Simulator(BuiltInProfiles.Stargazers with { Interactions = 5_000 }, 1).ToLog();
        var expected = Parameters(log, 1);
        Assert.Equal(expected, Parameters(log, 2));
        Assert.Equal(expected, Parameters(log, 8));

        static float[] Parameters(InteractionLog log, int threads) =>
            [.. Train(log, Quick, threads: threads).Model.Parameters.All.SelectMany(tensor => tensor.Data)];
    }

    [Fact]
    public void Train_OtherSeed_GivesOtherBits()
    {
        var log = new Simulator(BuiltInProfiles.Stargazers with { Interactions = 2_000 }, 1).ToLog();
        Assert.NotEqual(Train(log, Quick, seed: 1).Model.Parameters.Rating!.UserEmbedding.Data, Train(log, Quick, seed: 2).Model.Parameters.Rating!.UserEmbedding.Data);
    }

    [Fact]
    public void Train_EightInteractions_AreLearnedByHeart()
    {
        var log = SmallLogs.Make(8, i => new(i, i, (byte)(1 + (i % 5)), i * TimeSlot.MicrosecondsPerHour));
        var options = new Layer4Options { ValidationFraction = 0, Rating = new() { Epochs = 2_000, BatchSize = 8, IdDropout = 0, RowDecay = 0, WeightDecay = 0 } };
        var scores = Score(Train(log, options).Model, log);
        for (var row = 0; row < 8; row++)
        {
            Assert.Equal(log.Strengths[row], scores.ExpectedStrengths[row], 0.05f);
            Assert.True(scores.ClassProbabilities[(row * 5) + log.Strengths[row] - 1] > 0.95f);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Train_Stargazers_BeatsEveryMean(int seed)
    {
        var split = Split.ByTime(new Simulator(BuiltInProfiles.Stargazers, (ulong)seed).ToLog(), 0.8);
        var model = Rmse(Train(split.Train, new Layer4Options()).Model, split.Test);
        Assert.True(model < Rmse(MeanBaseline.ByUser(split.Train), split.Test) - 0.02);
        Assert.True(model < Rmse(MeanBaseline.Global(split.Train), split.Test) - 0.1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Train_PureNoise_StaysBesideTheMean(int seed)
    {
        var split = Split.ByTime(new Simulator(BuiltInProfiles.Notebook, (ulong)seed).ToLog(), 0.8);
        Assert.True(Rmse(Train(split.Train, new Layer4Options()).Model, split.Test) < Rmse(MeanBaseline.Global(split.Train), split.Test) + 0.01);
    }

    [Fact]
    public void Train_UsersAndValuesNeverTrained_AnswerAsUnknown()
    {
        var log = SmallLogs.Make(400, i => new(1 + (i % 3), i % 5, (byte)(1 + (i % 5)), i * TimeSlot.MicrosecondsPerHour));
        var model = Train(log, Quick).Model;
        var (known, unknown) = (new PredictionBuffer(1, PredictionTargets.Strength), new PredictionBuffer(1, PredictionTargets.Strength));
        model.Score(new([0], [2], [default]), known.All);
        model.Score(new([IdMap.Unknown], [2], [default]), unknown.All);
        Assert.Equal(unknown.ExpectedStrengths, known.ExpectedStrengths);
    }

    [Fact]
    public void Train_TwoHeads_AgreeOnTheExpectedStrength()
    {
        var log = new Simulator(BuiltInProfiles.Stargazers, 6).ToLog();
        var scores = Score(Train(log, new Layer4Options()).Model, log);
        var gap = Enumerable.Range(0, (int)log.Count).Average(row =>
            Math.Abs(Enumerable.Range(0, 5).Sum(c => (c + 1) * scores.ClassProbabilities[(row * 5) + c]) - scores.ExpectedStrengths[row]));
        Assert.True(gap < 0.25, $"heads differ by {gap} on average");
    }

    [Fact]
    public void Train_HugeLearningRate_SaysWhereItDiverged()
    {
        var log = new Simulator(BuiltInProfiles.Stargazers with { Interactions = 2_000 }, 1).ToLog();
        // weights of tens multiply through the layers beyond the largest float
        var options = new Layer4Options { Rating = new() { Adam = new() { LearningRate = 10 }, WeightDecay = 0, Hidden = [.. Enumerable.Repeat(256, 24)], Epochs = 20, Patience = 20, BatchSize = 256 } };
        var error = Assert.Throws<TrainingDivergedException>(() => Train(log, options));
        Assert.True(error.Epoch >= 1 && error.Step >= 1);
    }

    [Fact]
    public void Train_NoStrength_Throws()
    {
        var log = SmallLogs.Make(10, i => new(0, i, Interaction.MissingStrength, i));
        Assert.Throws<ArgumentException>(() => Train(log, Quick));
    }

    [Fact]
    public void Violations_SeveralAtOnce_AreAllNamed()
    {
        var error = Assert.Throws<ArgumentException>(() => Train(SmallLogs.Make(10, i => new(0, i, 1, i)), new() { Rating = new() { BatchSize = 0, Hidden = [] }, Choice = new() { Patience = 0 }, Lanes = 99 }));
        Assert.Contains("Choice.Patience is 0", error.Message, StringComparison.Ordinal);
        Assert.Contains("Rating.BatchSize is 0", error.Message, StringComparison.Ordinal);
        Assert.Contains("Hidden is empty", error.Message, StringComparison.Ordinal);
        Assert.Contains("Lanes is 99", error.Message, StringComparison.Ordinal);
    }

    private static TrainingResult Train(InteractionLog log, Layer4Options options, ulong seed = 1, int threads = 2) =>
        Layer4Trainer.Train(log, options, RandomStream.FromSeed(seed), new() { Threads = threads });

    private static PredictionBuffer Score(IRecommender model, InteractionLog log)
    {
        var scores = new PredictionBuffer((int)log.Count, PredictionTargets.Strength | PredictionTargets.Class);
        model.Score(
            new([.. log.Rows().Select(row => log.UserIndices[row])], [.. log.Rows().Select(row => log.ValueIndices[row])], [.. log.Rows().Select(row => log[row].Slot)]),
            scores.All);
        return scores;
    }

    private static double Rmse(IRecommender model, InteractionLog test)
    {
        var scores = Score(model, test);
        return Math.Sqrt(test.Rows().Average(row => Math.Pow(scores.ExpectedStrengths[row] - test.Strengths[row], 2)));
    }
}
