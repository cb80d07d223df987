using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Baselines;
using PoppyUniverse.Learning.Recommending;

namespace PoppyUniverse.Tests.Learning;

public sealed class RecommendingTests
{
    // user 1 has rated only Star B, always 5; everybody else rates Star O with 1
    private static readonly InteractionLog Log = SmallLogs.Make(60, i => i < 20 ? new(0, 1, 5, i) : new(1 + (i % 3), 0, 1, i));

    [Fact]
    public void Recommend_KnownUser_RanksByExpectedStrengthAndTellsTheTruth()
    {
        var list = new Recommender(MeanBaseline.ByValue(Log)).Recommend(new("1", Top: 3));
        Assert.Equal(BackOffLevel.KnownUser, list.Level);
        Assert.Equal(["B"], list.Items.Take(1).Select(item => item.Value));
        Assert.Equal([1, 2, 3], list.Items.Select(item => item.Rank));
        Assert.Equal("20 Star interactions so far, Strength 5.0 on average", list.Items[0].Reason);
        Assert.InRange(list.Items[0].Confidence, 0.5f, 1f);
    }

    [Fact]
    public void Recommend_UnknownUser_SaysWhatItRestsOn()
    {
        var list = new Recommender(MeanBaseline.ByValue(Log)).Recommend(new("nobody", Top: 1000));
        Assert.Equal((BackOffLevel.Prior, 21), (list.Level, list.Items.Count));
        Assert.Equal("unknown user; judged from what others make of it (20 interactions)", list.Items[0].Reason);
    }

    [Fact]
    public void Recommend_Type_ReturnsOnlyThat() =>
        Assert.All(new Recommender(MeanBaseline.Global(Log)).Recommend(new("1", TypeIndex: 2)).Items, item => Assert.Equal("Moon", item.Type));

    [Fact]
    public void Recommend_BadRequest_Throws()
    {
        var recommender = new Recommender(MeanBaseline.Global(Log));
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Recommend(new("1", Top: 0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Recommend(new("1", TypeIndex: 3)));
    }

    [Fact]
    public void PredictionTable_AnyThreads_IsTheSame()
    {
        var model = MeanBaseline.ByUser(Log);
        var (one, four) = (PredictionTable.Of(model, null, 1), PredictionTable.Of(model, null, 4));
        for (var user = 0; user < Log.Users.Count; user++)
            Assert.Equal(one.Row(user).ToArray(), four.Row(user).ToArray());
    }
}
