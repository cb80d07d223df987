using PoppyUniverse.Interactions;
using PoppyUniverse.Tests.Statistics;

namespace PoppyUniverse.Tests.Interactions;

public sealed class RandomSequenceTests
{
    private static readonly RandomStream Root = RandomStream.FromSeed(7);

    [Fact]
    public void Split_SameName_GivesSameDraws() =>
        Assert.Equal(Root.Split("a").Split(3).Sequence().NextUInt64(), Root.Split("a").Split(3).Sequence().NextUInt64());

    [Fact]
    public void Split_OtherNamesNumbersAndSeeds_GiveOtherDraws()
    {
        RandomStream[] streams = [Root, Root.Split("a"), Root.Split("b"), Root.Split(0), Root.Split(1), Root.Split("a").Split(1), RandomStream.FromSeed(8)];
        Assert.Equal(streams.Length, streams.Select(stream => stream.Sequence().NextUInt64()).Distinct().Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(10)]
    public void NextBelow_ManyDraws_AreUniform(int bound)
    {
        var draws = Root.Split("below").Sequence();
        var counts = new long[bound];
        for (var i = 0; i < 100_000; i++)
            counts[draws.NextBelow(bound)]++;
        Assert.True(ChiSquare.AgainstLaw(counts, Enumerable.Repeat(1.0 / bound, bound)) > 1e-6);
    }

    [Fact]
    public void NextDouble_ManyDraws_AreInsideTheUnitIntervalAndUniform()
    {
        var draws = Root.Split("doubles").Sequence();
        var sample = Enumerable.Range(0, 50_000).Select(_ => draws.NextDouble()).ToArray();
        Assert.All(sample, draw => Assert.InRange(draw, double.Epsilon, 1 - 1e-17));
        Assert.True(KolmogorovSmirnov.AgainstUniform(sample) > 1e-6);
    }

    // draws are made many at once, from an even or an odd place of the stream
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Shuffle_AnyLength_IsFisherYatesOverOneDrawAfterTheOther(int before)
    {
        foreach (var length in (int[])[0, 1, 2, 3, 33, 128, 129, 130, 257, 1000])
        {
            var (draws, one) = (Root.Split("many").SequenceFrom(before), Root.Split("many").SequenceFrom(before));
            int[] items = [.. Enumerable.Range(0, length)], expected = [.. items];
            draws.Shuffle(items.AsSpan());
            for (var last = length - 1; last > 0; last--)
            {
                var j = one.NextBelow(last + 1);
                (expected[last], expected[j]) = (expected[j], expected[last]);
            }

            Assert.Equal(expected, items);
            Assert.Equal(one.NextUInt64(), draws.NextUInt64());
        }
    }

    [Fact]
    public void Shuffle_ThreeItems_AllOrdersAreEquallyLikely()
    {
        var draws = Root.Split("shuffle").Sequence();
        var counts = new Dictionary<string, long>();
        for (var i = 0; i < 60_000; i++)
        {
            char[] items = ['a', 'b', 'c'];
            draws.Shuffle(items.AsSpan());
            var order = new string(items);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(6, counts.Count);
        Assert.True(ChiSquare.AgainstLaw([.. counts.Values], Enumerable.Repeat(1.0 / 6, 6)) > 1e-6);
    }

    [Fact]
    public void NextBelow_BoundThatRejectsAQuarterOfDraws_IsTheFirstDrawThatStands()
    {
        const ulong Bound = 3UL << 61;
        var (numbers, draws) = (RandomStream.FromSeed(5).Sequence(), RandomStream.FromSeed(5).Sequence());
        var rejected = 0;
        for (var i = 0; i < 1_000; i++)
        {
            UInt128 product;
            while ((ulong)(product = (UInt128)draws.NextUInt64() * Bound) < unchecked(0 - Bound) % Bound)
                rejected++;
            Assert.Equal((long)(product >> 64), numbers.NextBelow((long)Bound));
        }

        Assert.InRange(rejected, 250, 450); // one for three that stand
    }
}
