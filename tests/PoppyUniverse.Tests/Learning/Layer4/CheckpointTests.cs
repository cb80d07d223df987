using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Simulation;

namespace PoppyUniverse.Tests.Learning.Layer4;

public sealed class CheckpointTests
{
    private static readonly InteractionLog Log = new Simulator(BuiltInProfiles.Stargazers with { Interactions = 3_000 }, 1).ToLog();
    private static readonly Layer4Options Options = new()
    {
        Targets = PredictionTargets.Strength | PredictionTargets.Class | PredictionTargets.Choice,
        Rating = new() { Epochs = 3, Patience = 2, Hidden = [16, 16], BatchSize = 300, Factors = 5 },
        Choice = new() { Epochs = 3, Hidden = [16], BatchSize = 300, VectorSize = 20, Factors = 5, TasteSweeps = 2, Dropout = 0.1, SampledValues = 10, FullSoftmaxValues = 8 },
    };

    [Fact]
    public void Train_StoppedAfterAnyCheckpointAndGoneOnWith_GivesTheSameBits()
    {
        var whole = Train(new CheckpointMemory(), stopAfter: null)!;
        var expected = Bits(whole);
        var stops = 0;
        for (var stopAfter = 1; ; stopAfter += 6, stops++)
        {
            var memory = new CheckpointMemory();
            if (Train(memory, stopAfter) is not null)
                break;
            // and once more, so that a run that was gone on with is stopped too
            if (Train(memory, stopAfter: 3) is { } already)
                Assert.Equal(expected, Bits(already));
            var resumed = Train(memory, stopAfter: null)!;
            Assert.Equal(expected, Bits(resumed));
            Assert.Equal(whole.Model.Record.Rating!.Epochs, resumed.Model.Record.Rating!.Epochs);
            Assert.Equal(whole.Model.Record.Choice!.Epochs, resumed.Model.Record.Choice!.Epochs);
        }

        Assert.True(stops >= 8, $"{stops} stops");
    }

    [Fact]
    public void Train_CheckpointOfAnotherRun_IsRefused()
    {
        var memory = new CheckpointMemory();
        Train(memory, stopAfter: 2);
        Assert.Throws<CheckpointMismatchException>(() => Train(memory, null, Options with { Lanes = 4 }));
        Assert.Throws<CheckpointMismatchException>(() => Train(memory, null, seed: 2));
    }

    // Trains with a checkpoint after every step; null when it was stopped.
    private static TrainingResult? Train(CheckpointMemory memory, int? stopAfter, Layer4Options? options = null, ulong seed = 1)
    {
        memory.StopAfter = stopAfter;
        try
        {
            var context = new TrainingContext { Threads = 2, Checkpoints = memory, CheckpointEvery = TimeSpan.Zero };
            return Layer4Trainer.Train(Log, options ?? Options, RandomStream.FromSeed(seed), context);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static float[] Bits(TrainingResult result) => [.. result.Model.Parameters.All.SelectMany(tensor => tensor.Data)];
}
