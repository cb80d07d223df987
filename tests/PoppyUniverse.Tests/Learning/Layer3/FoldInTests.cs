using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Simulation;

namespace PoppyUniverse.Tests.Learning.Layer3;

public sealed class FoldInTests
{
    private const PredictionTargets Everything = PredictionTargets.Strength | PredictionTargets.Class | PredictionTargets.Choice;

    private static readonly InteractionLog Log = new Simulator(BuiltInProfiles.Stargazers with { Users = 40, Interactions = 4_000 }, 6).ToLog();

    private static readonly Layer3Model Model = Layer3Trainer.Train(Log, new() { Targets = Everything }, RandomStream.FromSeed(1), new()).Model;

    [Fact]
    public void FoldIn_OwnRowsOfATrainingUser_AnswersAsTheModelDoes()
    {
        for (var user = 0; user < Log.Users.Count; user++)
        {
            var folded = Model.FoldIn(RowsOf(user));
            var (known, own) = (Scores(user), Scores(folded));
            Assert.All(known.ExpectedStrengths.Zip(own.ExpectedStrengths), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
            Assert.All(known.ChoiceProbabilities.Zip(own.ChoiceProbabilities), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        }
    }

    [Fact]
    public void FoldIn_NoRows_AnswersAsUnknown()
    {
        var (unknown, own) = (Scores(IdMap.Unknown), Scores(Model.FoldIn([])));
        Assert.Equal(unknown.ExpectedStrengths, own.ExpectedStrengths);
        Assert.All(unknown.ChoiceProbabilities.Zip(own.ChoiceProbabilities), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
    }

    [Fact]
    public void FoldIn_Twice_GivesTheSameBits() =>
        Assert.Equal(Scores(Model.FoldIn(RowsOf(7))).ChoiceProbabilities, Scores(Model.FoldIn(RowsOf(7))).ChoiceProbabilities);

    [Fact]
    public void FoldIn_FivePicksOfOneValue_MovesTheAnswersAtOnce()
    {
        var unknown = Scores(IdMap.Unknown);
        var own = Scores(Model.FoldIn([.. Enumerable.Repeat(new Interaction(0, 4, 5, Log.UnixMicroseconds[0]), 5)]));
        Assert.True(own.ChoiceProbabilities[4] > 1.25f * unknown.ChoiceProbabilities[4]);
        Assert.True(own.ExpectedStrengths[4] > unknown.ExpectedStrengths[4] + 0.2f);
    }

    [Fact]
    public void FoldIn_ValueOutsideTheCatalog_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Model.FoldIn([new(0, 21, 5, 0)]));

    private static Interaction[] RowsOf(int user) => [.. Log.Rows().Where(row => Log.UserIndices[row] == user).Select(row => Log[row])];

    private static PredictionBuffer Scores(int user)
    {
        var scores = new PredictionBuffer(21, Everything);
        Model.Score(new([.. Enumerable.Repeat(user, 21)], [.. Enumerable.Range(0, 21)], [.. Enumerable.Repeat(TimeSlot.Of(21, 5), 21)]), scores.All);
        return scores;
    }

    private static PredictionBuffer Scores(Layer3User user)
    {
        var scores = new PredictionBuffer(21, Everything);
        Model.Score(user, new(new int[21], [.. Enumerable.Range(0, 21)], [.. Enumerable.Repeat(TimeSlot.Of(21, 5), 21)]), scores.All);
        return scores;
    }
}
