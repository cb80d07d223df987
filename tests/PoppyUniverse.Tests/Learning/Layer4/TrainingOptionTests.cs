using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Learning.Kernels;
using PoppyUniverse.Learning.Layer4;
using PoppyUniverse.Simulation;

namespace PoppyUniverse.Tests.Learning.Layer4;

public sealed unsafe class TrainingOptionTests
{
    [Theory]
    [InlineData(LearningRateSchedule.Constant, 0.01, 0.01)]
    [InlineData(LearningRateSchedule.Linear, 0.0050, 0.0001)]
    [InlineData(LearningRateSchedule.Cosine, 0.0050, 0.0000025)]
    public void Rate_Schedule_FallsFromTheFirstStepToTheLast(LearningRateSchedule schedule, double middle, double last)
    {
        var adam = new AdamOptions { LearningRate = 0.01, Schedule = schedule };
        Assert.Equal(0.01, adam.Rate(1, 100, 10), 1e-12);
        Assert.Equal(middle, adam.Rate(51, 100, 10), 1e-9);
        Assert.Equal(last, adam.Rate(100, 100, 10), 1e-6);
    }

    [Fact]
    public void Rate_WarmUp_RisesOverItsShareOfAnEpoch()
    {
        var adam = new AdamOptions { LearningRate = 0.01, Schedule = LearningRateSchedule.Constant, WarmUp = 0.5 };
        Assert.Equal([0.002, 0.004, 0.006, 0.008, 0.01, 0.01], Enumerable.Range(1, 6).Select(step => Math.Round(adam.Rate(step, 100, 10), 9)));
    }

    [Fact]
    public void Clip_LongGradient_KeepsItsDirectionAndGetsTheLimit()
    {
        var x = new AlignedFloats(32);
        for (var i = 0; i < 32; i++)
            x.Span[i] = i - 16;
        float[] before = [.. x.Span];
        RowKernels.Clip(x.Pointer, 32, 2);
        Assert.Equal(2, Math.Sqrt(x.Span.ToArray().Sum(entry => (double)entry * entry)), 1e-5);
        Assert.All(before.Zip(x.Span.ToArray()), pair => Assert.Equal(pair.First / before[0], pair.Second / x.Span[0], 1e-5f));
        RowKernels.Clip(x.Pointer, 32, 3);
        Assert.Equal(2, Math.Sqrt(x.Span.ToArray().Sum(entry => (double)entry * entry)), 1e-5);
    }

    [Fact]
    public void Dropout_Units_AreLeftOutWithTheirProbabilityAndTheMeanStays()
    {
        var dropout = new HiddenDropout(0.3, RandomStream.FromSeed(1));
        var x = new AlignedFloats(64_000);
        x.Span.Fill(1);
        dropout.Start(7);
        dropout.Apply(x.Pointer, x.Length);
        Assert.Equal(0.3, x.Span.ToArray().Count(entry => entry == 0) / 64_000.0, 0.01);
        Assert.Equal(1, x.Span.ToArray().Average(), 0.02);
        var again = new AlignedFloats(64_000);
        again.Span.Fill(1);
        dropout.Start(7);
        dropout.Apply(again.Pointer, again.Length);
        Assert.Equal(x.Span.ToArray(), again.Span.ToArray());
    }

    [Fact]
    public void Recency_HalfLife_HalvesWhatIsAboveTheFloor()
    {
        var log = SmallLogs.Make(100, i => new(0, 0, 1, i * TimeSlot.MicrosecondsPerDay));
        var weights = new RecencyWeights(log, 16, Alone.Instance);
        Assert.Equal(1, log.Rows().Average(row => Weight(row)), 1e-5);
        Assert.Equal(1.1 / 0.6, Weight(99) / Weight(83), 1e-4);
        Assert.Equal(1.1 / 0.35, Weight(99) / Weight(67), 1e-4);
        Assert.Equal(1, new RecencyWeights(log, 0, Alone.Instance).LevelOf(5) + 1);

        float Weight(long row)
        {
            var to = new float[1];
            weights.Write([new PackedRow(0, 0, default, 1, weights.LevelOf(log.UnixMicroseconds[row]))], 1, to);
            return to[0];
        }
    }

    [Fact]
    public void Train_EveryOptionAtOnce_GivesTheSameBitsForAnyThreads()
    {
        var log = new Simulator(BuiltInProfiles.Stargazers with { Interactions = 3_000 }, 1).ToLog();
        var adam = new AdamOptions { Schedule = LearningRateSchedule.Cosine, WarmUp = 0.5, GradientClip = 0.5 };
        var options = new Layer4Options
        {
            Targets = PredictionTargets.Strength | PredictionTargets.Class | PredictionTargets.Choice,
            Rating = new() { Epochs = 3, Dropout = 0.2, HalfLifeDays = 10, Adam = adam, Factors = 7, Hidden = [20, 10], BatchSize = 500 },
            Choice = new() { Epochs = 3, Dropout = 0.2, Adam = adam, Factors = 7, VectorSize = 20, FullSoftmaxValues = 2, SampledValues = 8 },
        };
        var expected = Bits(1);
        Assert.Equal(expected, Bits(2));
        Assert.Equal(expected, Bits(8));

        float[] Bits(int threads) => [.. Layer4Trainer.Train(log, options, RandomStream.FromSeed(1), new() { Threads = threads }).Model.Parameters.All.SelectMany(tensor => tensor.Data)];
    }
}
