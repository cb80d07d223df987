using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Learning.Baselines;
using PoppyUniverse.Simulation;

namespace PoppyUniverse.Tests.Learning;

/// <summary>What every recommender promises; each is tested by a class that inherits this one.</summary>
public abstract class RecommenderContractTests
{
    private const PredictionTargets Both = PredictionTargets.Strength | PredictionTargets.Class;

    protected static InteractionLog Log { get; } = new Simulator(BuiltInProfiles.Stargazers with { Users = 20, Interactions = 600 }, 8).ToLog();

    protected abstract IRecommender Make(InteractionLog log);

    [Fact]
    public void Score_EveryUserValueAndSlot_IsFiniteAndInRange()
    {
        var (model, rows) = (Make(Log), Everything());
        var scores = new PredictionBuffer(rows.Users.Length, Both);
        model.Score(new(rows.Users, rows.Values, rows.Slots), scores.All);
        Assert.All(scores.ExpectedStrengths, expected => Assert.InRange(expected, 1f, 5f));
        Assert.All(scores.ClassProbabilities, probability => Assert.InRange(probability, 0f, 1f));
        for (var row = 0; row < rows.Users.Length; row++)
            Assert.Equal(1f, scores.ClassProbabilities.AsSpan(row * 5, 5).ToArray().Sum(), 1e-5f);
    }

    [Fact]
    public void Score_OneRowAtATime_GivesTheBitsOfTheBatch()
    {
        var (model, rows) = (Make(Log), Everything());
        var (batch, single) = (new PredictionBuffer(rows.Users.Length, Both), new PredictionBuffer(1, Both));
        model.Score(new(rows.Users, rows.Values, rows.Slots), batch.All);
        for (var row = 0; row < rows.Users.Length; row += 101)
        {
            model.Score(new(rows.Users.AsSpan(row, 1), rows.Values.AsSpan(row, 1), rows.Slots.AsSpan(row, 1)), single.All);
            Assert.Equal(batch.ExpectedStrengths[row], single.ExpectedStrengths[0]);
            Assert.Equal(batch.ClassProbabilities[(row * 5)..((row + 1) * 5)], single.ClassProbabilities);
        }
    }

    [Fact]
    public void Score_WrongLengthsOrTargets_Throws()
    {
        var model = Make(Log);
        Assert.Throws<ArgumentException>(() => model.Score(new([0, 1], [0], [default]), default));
        Assert.Throws<ArgumentException>(() => model.Score(new([0], [0], [default]), new() { ExpectedStrengths = new float[2] }));
        Assert.Throws<ArgumentException>(() => model.Score(new([0], [0], [default]), new() { ChoiceProbabilities = new float[1] }));
    }

    private static (int[] Users, int[] Values, TimeSlot[] Slots) Everything()
    {
        var rows = Enumerable.Range(-1, 21).SelectMany(user => Enumerable.Range(-1, 22).Select(value => (user, value))).ToArray();
        return ([.. rows.Select(row => row.user)], [.. rows.Select(row => row.value)], [.. rows.Select((_, i) => new TimeSlot((byte)(i % TimeSlot.Count)))]);
    }
}

public sealed class Layer4ContractTests : RecommenderContractTests
{
    protected override IRecommender Make(InteractionLog log) =>
        Layer4Trainer.Train(log, new() { Rating = new() { Epochs = 5 } }, RandomStream.FromSeed(1), new()).Model;
}

public sealed class Layer3ContractTests : RecommenderContractTests
{
    protected override IRecommender Make(InteractionLog log) => Layer3Trainer.Train(log, new(), RandomStream.FromSeed(1), new()).Model;
}

public sealed class GlobalMeanContractTests : RecommenderContractTests
{
    protected override IRecommender Make(InteractionLog log) => MeanBaseline.Global(log);
}

public sealed class UserMeanContractTests : RecommenderContractTests
{
    protected override IRecommender Make(InteractionLog log) => MeanBaseline.ByUser(log);

    [Fact]
    public void Score_User_IsTheShrunkMean()
    {
        var scores = new PredictionBuffer(1, PredictionTargets.Strength);
        MeanBaseline.ByUser(Log).Score(new([3], [0], [default]), scores.All);
        var own = Log.Rows().Where(row => Log.UserIndices[row] == 3).Select(row => (double)Log.Strengths[row]).ToArray();
        // everybody's law has one imagined row of each class
        var all = (Log.Rows().Sum(row => (double)Log.Strengths[row]) + 15) / (Log.Count + 5);
        Assert.Equal((own.Sum() + (MeanBaseline.PriorRows * all)) / (own.Length + MeanBaseline.PriorRows), scores.ExpectedStrengths[0], 1e-5);
    }
}

public sealed class ValueMeanContractTests : RecommenderContractTests
{
    protected override IRecommender Make(InteractionLog log) => MeanBaseline.ByValue(log);
}
