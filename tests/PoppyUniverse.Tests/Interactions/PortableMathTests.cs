using PoppyUniverse.Interactions;

namespace PoppyUniverse.Tests.Interactions;

public sealed class PortableMathTests
{
    private static IEnumerable<double> Grid(double from, double to, int count) =>
        Enumerable.Range(0, count + 1).Select(i => from + ((to - from) * i / count));

    [Fact]
    public void Exp_WholeRange_AgreesWithThePlatform() =>
        Assert.All(Grid(-700, 700, 10_007), x => Assert.Equal(1, PortableMath.Exp(x) / Math.Exp(x), 2e-15));

    [Theory]
    [InlineData(double.NegativeInfinity, 0)]
    [InlineData(-1000, 0)]
    [InlineData(0, 1)]
    [InlineData(1000, double.PositiveInfinity)]
    [InlineData(double.NaN, double.NaN)]
    public void Exp_Edges_AreExact(double x, double expected) => Assert.Equal(expected, PortableMath.Exp(x));

    [Fact]
    public void Log_WholeRange_AgreesWithThePlatform() =>
        Assert.All(Grid(-300, 300, 10_007), power =>
        {
            var x = Math.Pow(10, power);
            Assert.Equal(Math.Log(x), PortableMath.Log(x), Math.Abs(Math.Log(x) * 1e-15) + 1e-16);
        });

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, double.NegativeInfinity)]
    [InlineData(-1, double.NaN)]
    [InlineData(double.PositiveInfinity, double.PositiveInfinity)]
    public void Log_Edges_AreExact(double x, double expected) => Assert.Equal(expected, PortableMath.Log(x));

    [Fact]
    public void Log_Subnormal_AgreesWithThePlatform() => Assert.Equal(Math.Log(5e-320), PortableMath.Log(5e-320), 1e-12);

    [Fact]
    public void SinCosTurns_ManyAngles_AgreeWithThePlatform() =>
        Assert.All(Grid(-3, 3, 7_919), turns =>
        {
            var (sin, cos) = PortableMath.SinCosTurns(turns);
            Assert.Equal(Math.Sin(2 * Math.PI * turns), sin, 1e-14);
            Assert.Equal(Math.Cos(2 * Math.PI * turns), cos, 1e-14);
        });

    // Values of Φ to 15 places, as tables of the normal law print them.
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.841344746068543)]
    [InlineData(-1.96, 0.024997895148220)]
    [InlineData(3, 0.998650101968370)]
    [InlineData(-6, 9.865876450376946e-10)]
    public void NormalCdf_TabulatedValues_Match(double x, double expected) =>
        Assert.Equal(1, PortableMath.NormalCdf(x) / expected, 1e-12);

    [Fact]
    public void NormalCdf_Everywhere_IsSymmetricAndRises()
    {
        var last = -1.0;
        foreach (var x in Grid(-8, 8, 3_001))
        {
            var p = PortableMath.NormalCdf(x);
            Assert.True(p >= last);
            Assert.Equal(1, p + PortableMath.NormalCdf(-x), 1e-14);
            last = p;
        }
    }

    [Fact]
    public void NormalQuantile_OfTheCdf_IsTheIdentity() =>
        Assert.All(Grid(-8, 5, 2_003), x => Assert.Equal(x, PortableMath.NormalQuantile(PortableMath.NormalCdf(x)), 1e-9));

    [Theory]
    [InlineData(0, double.NegativeInfinity)]
    [InlineData(1, double.PositiveInfinity)]
    [InlineData(-0.1, double.NaN)]
    public void NormalQuantile_Edges_AreExact(double p, double expected) => Assert.Equal(expected, PortableMath.NormalQuantile(p));
}
