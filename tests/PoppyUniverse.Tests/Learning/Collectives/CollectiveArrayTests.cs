using PoppyUniverse.Learning;
using PoppyUniverse.Testing;

namespace PoppyUniverse.Tests.Learning.Collectives;

public class CollectiveArrayTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void AllGather_ArraysOfDifferentLengths_AreInOrderOfRanks(int size)
    {
        var everywhere = ThreadRanks.Run(size, ranks => ranks.AllGather<int>([.. Enumerable.Repeat(ranks.Rank, 2 * ranks.Rank)]));
        Assert.All(everywhere, all => Assert.Equal(Enumerable.Range(0, size).SelectMany(rank => Enumerable.Repeat(rank, 2 * rank)), all));
    }

    [Fact]
    public void Gather_MoreThanARoundHolds_IsWholeOnRankZeroAlone()
    {
        const int Length = 9_000_001; // of 8 bytes; a round of two ranks has room for half
        var results = ThreadRanks.Run(2, ranks => ranks.Gather<long>(ranks.Rank == 0 ? [-1] : [.. Enumerable.Range(0, Length).Select(i => (long)i)]));
        Assert.Null(results[1]);
        Assert.Equal(-1, results[0]![0]);
        Assert.Equal(Length + 1, results[0]!.Length);
        Assert.True(results[0]!.AsSpan(1).IndexOfAnyExceptInRange(0, Length) < 0 && results[0]!.Skip(1).Select((number, i) => number - i).All(gap => gap == 0));
    }

    [Fact]
    public void SumAndBroadcast_ThreeRanks_TellAllTheSame()
    {
        var results = ThreadRanks.Run(3, ranks => (ranks.Sum([1, 10L << ranks.Rank]), ranks.Broadcast<byte>(ranks.Rank == 0 ? [4, 5] : null)));
        Assert.All(results, result => Assert.Equal([3, 70], result.Item1));
        Assert.All(results, result => Assert.Equal([4, 5], result.Item2));
    }
}
