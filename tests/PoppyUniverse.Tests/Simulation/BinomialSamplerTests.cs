using PoppyUniverse.Interactions;
using PoppyUniverse.Simulation;
using PoppyUniverse.Tests.Statistics;

namespace PoppyUniverse.Tests.Simulation;

public sealed class BinomialSamplerTests
{
    [Theory]
    [InlineData(10, 0.3)]
    [InlineData(40, 0.5)]
    [InlineData(1_000, 0.01)]
    public void Draw_ManyTimes_FollowsTheBinomialLaw(int n, double p)
    {
        var draws = RandomStream.FromSeed(4).Split(n).Sequence();
        var counts = new long[n + 1];
        for (var i = 0; i < 100_000; i++)
            counts[BinomialSampler.Draw(n, p, draws.NextDouble())]++;
        var law = new double[n + 1];
        law[0] = Math.Pow(1 - p, n);
        for (var k = 1; k <= n; k++)
            law[k] = law[k - 1] * (n - k + 1) / k * p / (1 - p);
        Assert.True(ChiSquare.AgainstLaw(counts, law) > 1e-6);
    }

    [Fact]
    public void Draw_HugeN_HasTheRightMeanAndSpread()
    {
        const long N = 3_000_000_000;
        var draws = RandomStream.FromSeed(5).Sequence();
        var sample = Enumerable.Range(0, 200).Select(_ => BinomialSampler.Draw(N, 0.25, draws.NextDouble())).ToArray();
        var deviation = Math.Sqrt(N * 0.25 * 0.75);
        Assert.InRange((sample.Average() - (N * 0.25)) / (deviation / Math.Sqrt(200)), -5, 5);
        Assert.InRange(Math.Sqrt(sample.Average(x => Math.Pow(x - (N * 0.25), 2))) / deviation, 0.75, 1.25);
    }

    [Theory]
    [InlineData(0, 0.5, 0)]
    [InlineData(9, 0, 0)]
    [InlineData(9, 1, 9)]
    public void Draw_CertainCases_AreCertain(long n, double p, long expected) => Assert.Equal(expected, BinomialSampler.Draw(n, p, 0.7));
}
