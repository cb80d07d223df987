using PoppyUniverse.Learning.Layer3;

namespace PoppyUniverse.Tests.Learning.Layer3;

public sealed class StrengthLawTests
{
    private static readonly long[] Counts = [100, 150, 250, 250, 250];

    [Theory]
    [InlineData(1)]
    [InlineData(0.7)]
    [InlineData(0.2)]
    public void Write_AnyExpectedStrength_IsALawWithThatMean(double deviation)
    {
        var (law, probabilities) = (new StrengthLaw(Counts, deviation), new float[5]);
        for (var expected = 1f; expected <= 5; expected += 0.01f)
        {
            law.Write(expected, probabilities);
            Assert.All(probabilities, probability => Assert.InRange(probability, 1e-5f, 1f));
            Assert.Equal(1, probabilities.Sum(), 1e-5f);
            // but for the share of doubt, half a percent
            Assert.Equal(expected, Enumerable.Range(0, 5).Sum(c => (c + 1) * probabilities[c]), 0.015f);
        }
    }

    [Fact]
    public void Write_OverallMeanAndFullDeviation_IsEverybodysLaw()
    {
        var probabilities = new float[5];
        new StrengthLaw(Counts, 1).Write(3.4f, probabilities);
        Assert.All(probabilities.Zip(Counts), pair => Assert.Equal(pair.Second / 1000f, pair.First, 2e-3f));
    }

    [Fact]
    public void Write_SmallerDeviation_IsSurer()
    {
        var (sure, unsure) = (new float[5], new float[5]);
        new StrengthLaw(Counts, 0.3).Write(4, sure);
        new StrengthLaw(Counts, 1).Write(4, unsure);
        Assert.True(sure[3] > unsure[3] + 0.2f);
    }
}
