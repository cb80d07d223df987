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

    [Fact]
    public void ByTime_RowsOfOneMoment_AreCutByRowOrder()
    {
        var log = SmallLogs.Make(10, i => new(0, 0, 1, i < 4 ? -5 : i == 9 ? -6 : 7)); // 4 rows at −5, 5 at 7, one at −6, before 1970 as well
        var split = Split.ByTime(log, 0.7);
        Assert.Equal([6, 7, 8], split.TestRows);
        Assert.Equal([2, 3, 4, 5, 6, 7, 8], Split.ByTime(log, 0.3).TestRows);
    }

    [Fact]
    public void ByTime_AnyFraction_IsTheSortedCut()
    {
        var draws = RandomStream.FromSeed(3).Sequence();
        long[] times = [.. Enumerable.Range(0, 500).Select(_ => draws.NextBelow(60) * 7_000_000_000_000 - 200_000_000_000_000)];
        var log = SmallLogs.Make(500, i => new(0, 0, 1, times[i]));
        foreach (var fraction in (double[])[0.001, 0.1, 0.5, 0.77, 0.999])
            Assert.Equal(Enumerable.Range(0, 500).OrderBy(row => times[row]).Skip((int)(500 * fraction)).Select(row => (long)row).Order(), Split.ByTime(log, fraction).TestRows);
    }

    [Fact]
    public void LeaveLastOut_EveryUser_TestsItsLatestRow()
    {
        // user 0: times 5 9 9 (the later row wins the tie); user 1: one row; user 2: 3 1
        Interaction[] rows = [new(0, 0, 1, 5), new(0, 1, 1, 9), new(1, 0, 1, 100), new(0, 2, 1, 9), new(2, 0, 1, 3), new(2, 1, 1, 1)];
        var split = Split.LeaveLastOut(SmallLogs.Make(6, i => rows[i]));
        Assert.Equal([3, 4], split.TestRows);
        Assert.Equal((4, "leave-last-out"), (split.Train.Count, split.Description));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(100)]
    public void KFold_EveryRow_IsTestedOnceByTheOthers(int folds)
    {
        var splits = Split.KFold(Log, folds, RandomStream.FromSeed(1)).ToList();
        Assert.Equal(folds, splits.Count);
        Assert.Equal(Log.Rows(), splits.SelectMany(split => split.TestRows).Order());
        Assert.All(splits, split => Assert.Equal(100, split.Train.Count + split.Test.Count));
        Assert.All(splits, split => Assert.InRange(split.Test.Count, 100 / folds, (100 / folds) + 1));
        Assert.All(splits, split => Assert.Empty(Times(split.Train).Intersect(Times(split.Test))));
        Assert.Equal(splits[0].TestRows, Split.KFold(Log, folds, RandomStream.FromSeed(1)).First().TestRows);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(101)]
    public void KFold_NumberOfFoldsThatCannotBe_Throws(int folds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Split.KFold(Log, folds, RandomStream.FromSeed(1)));

    private static IEnumerable<long> Times(InteractionLog log) => log.Rows().Select(row => log.UnixMicroseconds[row]);
}
