using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Learning.FoldingIn;
using PoppyUniverse.Learning.Recommending;
using PoppyUniverse.Simulation;

namespace PoppyUniverse.Tests.Learning.FoldingIn;

[Trait("Speed", "Slow")]
public sealed class FoldInTests
{
    private const int Users = 145;
    private const int KnownUsers = 100;
    private const PredictionTargets Everything = PredictionTargets.Strength | PredictionTargets.Class | PredictionTargets.Choice;

    private static readonly InteractionLog Log = new Simulator(BuiltInProfiles.Stargazers with { Users = Users, Interactions = Users * 100 }, 8).ToLog();
    private static readonly Interaction[][] RowsOf = [.. Enumerable.Range(0, Users).Select(user => Log.Rows().Select(row => Log[row]).Where(row => row.UserIndex == user).OrderBy(row => row.UnixMicroseconds).ToArray())];

    // knows the first 100 users; the others are new to it
    private static readonly Layer4Model Model = Layer4Trainer.Train(
        Log.Select(Log.Rows().Where(row => Log.UserIndices[row] < KnownUsers)), new() { Targets = Everything }, RandomStream.FromSeed(1), new()).Model;

    [Fact]
    public void FoldIn_NewUsers_LearnsMostOfWhatTrainingWould()
    {
        var prior = Losses(user => Model, IdMap.Unknown);
        var few = Losses(user => Fold(user, IdMap.Unknown, RowsOf[user][..5]), 0);
        var many = Losses(user => Fold(user, IdMap.Unknown, RowsOf[user][..60]), 0);
        Assert.True(few.Squared < 0.97 * prior.Squared, $"squared error after 5 interactions {few.Squared}, before {prior.Squared}");
        Assert.True(many.Squared < 0.80 * prior.Squared, $"squared error after 60 interactions {many.Squared}, before {prior.Squared}");
        Assert.True(few.Class < prior.Class - 0.01 && many.Class < prior.Class - 0.08, $"class log-loss {prior.Class}, {few.Class}, {many.Class}");
        Assert.True(few.Choice < prior.Choice - 0.01 && many.Choice < prior.Choice - 0.10, $"choice log-loss {prior.Choice}, {few.Choice}, {many.Choice}");
    }

    [Fact]
    public void FoldIn_SameHistory_GivesTheSameBitsFromAnyThread()
    {
        var first = Scores(Fold(130, IdMap.Unknown, RowsOf[130][..20]));
        Parallel.For(0, 16, i =>
        {
            _ = Fold(131 + (i % 4), IdMap.Unknown, RowsOf[131][..(1 + i)]);
            Assert.Equal(first, Scores(Fold(130, IdMap.Unknown, RowsOf[130][..20])));
        });
    }

    [Fact]
    public void FoldIn_NoInteractions_ChangesNoBit()
    {
        Assert.Equal(Scores(Model, 7), Scores(Fold(7, 7, [])));
        Assert.Equal(Scores(Model, IdMap.Unknown), Scores(Fold(140, IdMap.Unknown, [])));
    }

    [Fact]
    public void FoldIn_OneInteraction_MovesTheAnswerItsWay()
    {
        var (before, liked, disliked) = (Scores(Model, 7), Scores(Fold(7, 7, [new(0, 3, 5, 0)])), Scores(Fold(7, 7, [new(0, 3, 1, 0)])));
        Assert.True(liked[3] > before[3] && disliked[3] < before[3]);
        // the value that was picked, liked or not, comes more probably again: choices stand behind strengths and classes
        Assert.True(liked[(6 * 21) + 3] > before[(6 * 21) + 3]);
    }

    [Fact]
    public void FoldIn_WithoutStrengths_MovesOnlyChoices()
    {
        var (before, after) = (Scores(Model, 7), Scores(Fold(7, 7, [new(0, 3, Interaction.MissingStrength, 0)])));
        Assert.Equal(before[..(6 * 21)], after[..(6 * 21)]);
        Assert.NotEqual(before[(6 * 21)..], after[(6 * 21)..]);
    }

    [Fact]
    public void FoldIn_MoreThanCount_TakesTheLast()
    {
        Interaction[] rows = [.. Enumerable.Range(0, NewHistory.MostRows + 50).Select(i => new Interaction(0, i % 21, (byte)(1 + (i % 5)), i))];
        var ratings = Scores(Fold(140, IdMap.Unknown, rows))[..21];
        Assert.Equal(Scores(Fold(140, IdMap.Unknown, rows[50..]))[..21], ratings);
        Assert.All(ratings, strength => Assert.InRange(strength, 1f, 5f));
    }

    [Fact]
    public void FoldIn_Layer3_AnswersForNewUsersAndLeavesTrainedOnesAlone()
    {
        IFoldsIn model = Layer3Trainer.Train(Log.Select(Log.Rows().Where(row => Log.UserIndices[row] < KnownUsers)), new() { Targets = Everything }, RandomStream.FromSeed(1), new()).Model;
        var (prior, many) = (Losses(user => model, IdMap.Unknown), Losses(user => model.FoldIn(new($"new {user}", IdMap.Unknown, RowsOf[user][..60])), 0));
        Assert.True(many.Squared < 0.9 * prior.Squared && many.Choice < prior.Choice - 0.05, $"{prior}, {many}");
        Assert.Equal(Scores(model, 7), Scores(model.FoldIn(new("8", 7, RowsOf[7][..5])), 7));
    }

    [Fact]
    public void FoldIn_ModelWithoutChoices_RatesAllTheSame()
    {
        var model = Layer4Trainer.Train(Log, new() { Rating = new() { Epochs = 2 } }, RandomStream.FromSeed(1), new()).Model;
        var view = model.FoldIn(new("x", IdMap.Unknown, [new(0, 3, 5, 0)]));
        var scores = new PredictionBuffer(1, PredictionTargets.Strength);
        view.Score(new([0], [3], [default]), scores.All);
        Assert.InRange(scores.ExpectedStrengths[0], 1f, 5f);
        Assert.Throws<ArgumentException>(() => view.Score(new([0], [3], [default]), new() { ChoiceProbabilities = new float[1] }));
    }

    [Fact]
    public void Recommend_FoldedUser_SaysWhatTheUserDid()
    {
        // Moons (from 16 on) at 22:00, Star G once at noon
        Interaction[] rows = [.. new[] { 16, 17, 17, 18 }.Select(value => new Interaction(0, value, 4, 22 * TimeSlot.MicrosecondsPerHour)), new(0, 4, 2, 12 * TimeSlot.MicrosecondsPerHour)];
        var view = Fold(140, IdMap.Unknown, rows);
        var list = new Recommender(view, BackOffLevel.FoldIn).Recommend(new("new 140", TimeSlot.Of(23, 0), 21));
        Assert.Equal(BackOffLevel.FoldIn, list.Level);
        var (value, type) = (Log.Catalog.Values[17], Log.Catalog.Types[Log.Catalog.TypeOfValue[17]]);
        var count = rows.Count(row => Log.Catalog.TypeOfValue[row.ValueIndex] == Log.Catalog.TypeOfValue[17]);
        Assert.Equal($"{count} {type} interactions so far, Strength 4.0 on average; {count} of the 4 latest from 20:00 to 24:00 UTC are {type}; {value} is the one picked most", list.Items.Single(item => item.Value == value && item.Type == type).Reason);
        Assert.Equal("1 Star interaction so far, Strength 2.0 on average; G is the second most picked", list.Items.Single(item => item.Value == "G").Reason);
    }

    private static IRecommender Fold(int user, int index, Interaction[] rows) => Model.FoldIn(new($"new {user}", index, rows));

    private static float[] Scores(IRecommender model, int user = 0)
    {
        var scores = new PredictionBuffer(21, Everything);
        model.Score(new([.. Enumerable.Repeat(user, 21)], [.. Enumerable.Range(0, 21)], [.. Enumerable.Repeat(TimeSlot.Of(22, 3), 21)]), scores.All);
        return [.. scores.ExpectedStrengths, .. scores.ClassProbabilities, .. scores.ChoiceProbabilities];
    }

    private static (double Squared, double Class, double Choice) Losses(Func<int, IRecommender> viewOf, int index)
    {
        var (squared, classes, choice, count) = (0.0, 0.0, 0.0, 0);
        for (var user = KnownUsers; user < Users; user++)
        {
            var (view, one) = (viewOf(user), new PredictionBuffer(1, Everything));
            foreach (var row in RowsOf[user][60..])
            {
                view.Score(new([index], [row.ValueIndex], [row.Slot]), one.All);
                squared += Math.Pow(one.ExpectedStrengths[0] - row.Strength, 2);
                classes -= Math.Log(one.ClassProbabilities[row.Strength - 1]);
                choice -= Math.Log(one.ChoiceProbabilities[0]);
                count++;
            }
        }

        return (squared / count, classes / count, choice / count);
    }
}
