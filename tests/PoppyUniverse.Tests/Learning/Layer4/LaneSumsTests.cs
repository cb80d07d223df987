using PoppyUniverse.Learning.Layer4;

namespace PoppyUniverse.Tests.Learning.Layer4;

public sealed class LaneSumsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(13)]
    public void Additions_ByAnyWorkers_MakeTheSameSum(int lanes)
    {
        var expected = Sum(lanes, []);
        for (var workers = 1; workers <= lanes; workers++)
            Assert.Equal(expected, Sum(lanes, [.. Enumerable.Range(0, workers).Select(worker => (lanes * worker / workers, lanes * (worker + 1) / workers))]));
    }

    [Fact]
    public void Additions_OfNeighbors_StayWithTheirWorker()
    {
        var sums = new LaneSums(8, [(0, 4), (4, 8)]);

        Assert.Equal([(4, 5), (6, 7), (4, 6)], sums.OfWorker(1));
        Assert.Equal([(0, 4)], sums.Remaining.ToArray());
    }

    // which lanes were put together in which order, as text
    private static string Sum(int lanes, (int First, int End)[] workers)
    {
        var sums = new LaneSums(lanes, workers);
        string[] lane = [.. Enumerable.Range(0, lanes).Select(number => $"{number}")];
        foreach (var (to, from) in Enumerable.Range(0, workers.Length).SelectMany(sums.OfWorker).Concat(sums.Remaining.ToArray()))
            lane[to] = $"({lane[to]} + {lane[from]})";
        return lane[0];
    }
}
