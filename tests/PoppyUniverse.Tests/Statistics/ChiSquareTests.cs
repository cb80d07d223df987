namespace PoppyUniverse.Tests.Statistics;

public sealed class ChiSquareTests
{
    // Critical values that every table of the chi-square law has.
    [Theory]
    [InlineData(3.841, 1, 0.05)]
    [InlineData(18.307, 10, 0.05)]
    [InlineData(135.807, 100, 0.01)]
    [InlineData(10.828, 1, 0.001)]
    public void UpperTail_TabulatedValues_Match(double statistic, int degrees, double p) =>
        Assert.Equal(p, ChiSquare.UpperTail(statistic, degrees), p * 1e-3);

    // Critical values of the Kolmogorov law.
    [Theory]
    [InlineData(1.3581, 0.05)]
    [InlineData(1.6276, 0.01)]
    public void KolmogorovTail_TabulatedValues_Match(double statistic, double p) =>
        Assert.Equal(p, KolmogorovSmirnov.Tail(statistic), p * 1e-3);
}
