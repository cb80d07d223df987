using PoppyUniverse.Interactions;
using PoppyUniverse.Interactions.Splits;
using PoppyUniverse.Learning;
using PoppyUniverse.Learning.Baselines;
using PoppyUniverse.Simulation;

namespace PoppyUniverse.Tests.Learning.Biases;

public sealed class BiasTests
{
    [Fact]
    public void Strength_UsersThatDiffer_AreShrunkByTheVariancesThatMadeThem()
    {
        // users N(0, 0.5²) around 3, rows N(0, 1) around them: κ = 1 / 0.25 = 4
        var draws = RandomStream.FromSeed(1).Sequence();
        double[] truth = [.. Enumerable.Range(0, 2_000).Select(_ => 0.5 * PortableMath.NormalQuantile(draws.NextDouble()))];
        var log = SmallLogs.Make(20_000, i => new(i % 2_000, i % 5, (byte)Math.Clamp(Math.Round(3 + truth[i % 2_000] + PortableMath.NormalQuantile(draws.NextDouble())), 1, 5), i));
        var biases = new StrengthBiases(log, Alone.Instance);
        var slope = biases.Users.Zip(truth, (found, true_) => found * true_).Sum() / biases.Users.Sum(found => found * found);
        Assert.InRange(slope, 0.95, 1.1); // shrunk rightly, a bias is what to expect of its user
        Assert.All(biases.Values, value => Assert.InRange(value, -0.03, 0.03));
    }

    [Fact]
    public void Strength_NothingButChance_GivesHardlyAnyBias()
    {
        var log = new Simulator(BuiltInProfiles.Notebook, 5).ToLog();
        var biases = new StrengthBiases(log, Alone.Instance);
        Assert.True(Math.Sqrt(biases.Users.Average(user => user * user)) < 0.05);
        Assert.True(Math.Sqrt(biases.Values.Average(value => value * value)) < 0.05);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Both_FewRowsAUser_AnswerBetterThanTheUserMean(int seed)
    {
        var split = Split.ByTime(new Simulator(BuiltInProfiles.Stargazers with { Users = 1_000, Interactions = 10_000 }, (ulong)seed).ToLog(), 0.8);
        var options = new Layer4Options { Rating = new() { Epochs = 0 } };
        var start = PredictionBuffer.Of(Layer4Trainer.Train(split.Train, options, RandomStream.FromSeed(1), new()).Model, split.Test, 1);
        var mean = PredictionBuffer.Of(MeanBaseline.ByUser(split.Train), split.Test, 1);
        Assert.True(Squared(start) < Squared(mean));
        Assert.True(LogLoss(start) < LogLoss(mean));

        double Squared(PredictionBuffer scores) => split.Test.Rows().Average(row => Math.Pow(scores.ExpectedStrengths[row] - split.Test.Strengths[row], 2));
        double LogLoss(PredictionBuffer scores) => split.Test.Rows().Average(row => -Math.Log(scores.ClassProbabilities[(row * 5) + split.Test.Strengths[row] - 1]));
    }

    [Fact]
    public void Class_LawsOfGroups_AreCountsPlusAShareOfEverybodys()
    {
        // half of the users give 1 or 2, the other half 4 or 5
        var log = SmallLogs.Make(4_000, i => new(i % 40, i % 5, (byte)((i % 40 < 20 ? 1 : 4) + (i / 40 % 2)), i));
        var biases = new ClassBiases(log, Alone.Instance);
        double Share(int user, int c) => Math.Exp(biases.LogLaw[c] + biases.Users[(user * 5) + c]);
        Assert.Equal(1, Enumerable.Range(0, 5).Sum(c => Share(0, c)), 1e-5);
        Assert.InRange(Share(0, 0), 0.45, 0.5);
        Assert.InRange(Share(30, 4), 0.45, 0.5);
        Assert.InRange(Share(0, 4), 0, 0.02);
        Assert.All(biases.Values, bias => Assert.Equal(0, bias, 0.02));
    }
}
