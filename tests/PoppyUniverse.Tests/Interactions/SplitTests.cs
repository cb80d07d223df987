using PoppyUniverse.Interactions;
using PoppyUniverse.Interactions.Splits;

namespace PoppyUniverse.Tests.Interactions;

public sealed class SplitTests
{
    private static readonly InteractionLog Log = SmallLogs.Make(100, i => new(i % 7, i % 21, (byte)(1 + (i % 5)), (i * 37) % 100));

    [Fact]
    public void ByTime_TrainIsNeverLaterThanTest()
    {
        var split = Split.ByTime(Log, 0.8);
        Assert.Equal((80, 20, "time:0.8"), (split.Train.Count, split.Test.Count, split.Description));
        Assert.True(split.Train.Rows().Max(row => split.Train.UnixMicroseconds[row]) < split.Test.Rows().Min(row => split.Test.UnixMicroseconds[row]));
    }

    [Fact]
    public void Randomly_SameStream_GivesTheSameCutAndLosesNoRow()
    {
        var (first, second) = (Split.Randomly(Log, 0.5, RandomStream.FromSeed(1)), Split.Randomly(Log, 0.5, RandomStream.FromSeed(1)));
        Assert.Equal(first.TestRows, second.TestRows);
        Assert.NotEqual(first.TestRows, Split.Randomly(Log, 0.5, RandomStream.FromSeed(2)).TestRows);
        Assert.Equal(Times(Log).Order(), Times(first.Train).Concat(Times(first.Test)).Order());
        Assert.Equal(first.TestRows.Select(row => Log[row]), first.Test.Rows().Select(row => first.Test[row]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void ByTime_FractionOutsideTheInterval_Throws(double fraction) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Split.ByTime(Log, fraction));

    private static IEnumerable<long> Times(InteractionLog log) => log.Rows().Select(row => log.UnixMicroseconds[row]);
}
