using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Simulation;
using PoppyUniverse.Testing;

namespace PoppyUniverse.Tests.Learning.Layer4;

/// <summary>Training shared by ranks, here threads; processes are in PoppyUniverse.Apps.Tests.</summary>
public sealed class RankTests
{
    private static readonly InteractionLog Log = new Simulator(BuiltInProfiles.Stargazers with { Interactions = 3_000 }, 1).ToLog();
    private static readonly Layer4Options Options = new()
    {
        Targets = PredictionTargets.Strength | PredictionTargets.Class | PredictionTargets.Choice,
        Rating = new() { Epochs = 3, Hidden = [16, 16], BatchSize = 300, Factors = 10, TasteSweeps = 5, Dropout = 0.1 },
        Choice = new() { Epochs = 3, Hidden = [16], BatchSize = 300, VectorSize = 20, Factors = 5 },
    };

    private static readonly Layer4Options Sampled = Options with { Choice = Options.Choice with { SampledValues = 5, FullSoftmaxValues = 8 } };

    public static TheoryData<string, int> Cases => new(
        from name in (string[])["default", "no tastes", "without a tail", "sampled softmax", "times by the day", "users without rows", "three users"]
        from size in (int[])[2, 4, 7, 8]
        select (name, size));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Train_AnyNumberOfRanks_GivesTheModelOfOneProcess(string name, int size)
    {
        var (log, options) = (LogOf(name), name == "sampled softmax" ? Sampled : name == "no tastes" ? Options with { Rating = Options.Rating with { TasteSweeps = 0 }, Choice = Options.Choice with { TasteSweeps = 0 } } : name == "without a tail" ? Options with { ValidationFraction = 0 } : Options);
        var alone = Layer4Trainer.Train(log, options, RandomStream.FromSeed(3), new() { Threads = 2 });
        var results = Train(size, log, options, new CheckpointMemory());
        Assert.All(results.Skip(1), Assert.Null);
        AssertSame(alone, results[0]!);
        if (name == "without a tail")
            Assert.Equal((3, 3), (alone.Model.Record.Rating!.BestEpoch, alone.Model.Record.Choice!.BestEpoch));
    }

    [Theory]
    [InlineData(3, 5)]
    [InlineData(4, 1)]
    [InlineData(1, 8)]
    public void Train_StoppedAndGoneOnWithOnOtherRanks_GivesTheModelOfOneProcess(int before, int after)
    {
        var options = Sampled with { Rating = Sampled.Rating with { Adam = new() { LearningRate = 0.01 } } };
        var alone = Layer4Trainer.Train(Log, options, RandomStream.FromSeed(3), new() { Threads = 1 });
        // in the search for the best epoch and in the last training, of either network
        foreach (var stopAfter in (int[])[1, 22, 40, 58, 70])
        {
            var memory = new CheckpointMemory { StopAfter = stopAfter };
            Assert.ThrowsAny<OperationCanceledException>(() => Train(before, Log, options, memory));
            memory.StopAfter = null;
            AssertSame(alone, Train(after, Log, options, memory)[0]!);
        }
    }

    [Fact]
    public void Train_OneRankIsCancelled_AllStop()
    {
        var stopped = ThreadRanks.Run(3, ranks =>
        {
            using var source = new CancellationTokenSource();
            if (ranks.Rank == 1)
                source.Cancel();
            return Assert.ThrowsAny<OperationCanceledException>(() => Layer4Trainer.Train(LogShare.Of(Log, Options.Lanes, ranks), Options, RandomStream.FromSeed(3), new() { Threads = 1 }, source.Token));
        });
        Assert.Equal(3, stopped.Length);
    }

    [Fact]
    public void Train_MoreRanksThanLanes_SaysSo()
    {
        var failure = Assert.Throws<ArgumentException>(() => Train(3, Log, Options with { Lanes = 2 }, new CheckpointMemory()));
        Assert.Contains("3 ranks and a plan of 2 lanes", failure.Message, StringComparison.Ordinal);
    }

    private static TrainingResult?[] Train(int size, InteractionLog log, Layer4Options options, CheckpointMemory memory) => ThreadRanks.Run(size, ranks => Layer4Trainer.Train(
        LogShare.Of(log, options.Lanes, ranks), options, RandomStream.FromSeed(3), new() { Threads = 1, Checkpoints = memory, CheckpointEvery = TimeSpan.Zero }));

    private static void AssertSame(TrainingResult expected, TrainingResult actual)
    {
        var (one, other) = (expected.Model, actual.Model);
        Assert.Equal(one.Tensors.Select(tensor => tensor.Name), other.Tensors.Select(tensor => tensor.Name));
        foreach (var (tensor, same) in one.Tensors.Zip(other.Tensors))
            Assert.Equal(tensor.Data.Select(BitConverter.SingleToInt32Bits), same.Data.Select(BitConverter.SingleToInt32Bits));
        foreach (var (integers, same) in one.Integers.Zip(other.Integers))
            Assert.Equal(integers.Data, same.Data);
        Assert.Equal(one.Users.Count, other.Users.Count);
        Assert.Equal(one.Record.Rating! with { Epochs = [] }, other.Record.Rating! with { Epochs = [] });
        Assert.Equal(one.Record.Rating!.Epochs, other.Record.Rating!.Epochs);
        Assert.Equal(one.Record.Choice!.Epochs, other.Record.Choice!.Epochs);
        Assert.Equal(one.Record.Choice!.Calibration, other.Record.Choice!.Calibration);
        Assert.Equal(one.Statistics.UserTypeStrengths, other.Statistics.UserTypeStrengths);
        Assert.Equal(one.Statistics.SlotCounts, other.Statistics.SlotCounts);
    }

    private static InteractionLog LogOf(string name)
    {
        var columns = new InteractionColumns();
        const long Day = TimeSlot.MicrosecondsPerDay;
        foreach (var row in Log.Rows().Select(row => Log[row]))
        {
            columns.Append(name switch
            {
                // so many rows of the moment where the validation tail is cut off, and rows without Strength
                "times by the day" => row with { UnixMicroseconds = row.UnixMicroseconds / (20 * Day) * (20 * Day), Strength = row.ValueIndex == 3 ? Interaction.MissingStrength : row.Strength },
                "users without rows" => row with { UserIndex = row.UserIndex / 30 * 30 },
                "three users" => row with { UserIndex = row.UserIndex / 50 },
                _ => row,
            });
        }

        return new(Log.Catalog, name == "three users" ? IdMap.OfStrings(["a", "b", "c"]) : Log.Users, columns);
    }
}
