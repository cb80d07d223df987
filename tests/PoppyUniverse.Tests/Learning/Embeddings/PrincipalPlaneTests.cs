using CsCheck;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Embeddings;

namespace PoppyUniverse.Tests.Learning.Embeddings;

public sealed class PrincipalPlaneTests
{
    [Fact]
    public void Of_PointsOnATiltedRectangle_FindsItsSides()
    {
        // corners at ±5 along (3, 4, 0) / 5 and ±1 along (−4, 3, 0) / 5, moved by (7, −2, 9)
        float[] points = [.. from along in new[] { 5.0, -5.0 } from across in new[] { 1.0, -1.0 } from entry in new[] { 7 + (0.6 * along) - (0.8 * across), -2 + (0.8 * along) + (0.6 * across), 9 } select (float)entry];
        var plane = PrincipalPlane.Of(points, 3);
        Assert.Equal(25.0 / 26, plane.Shares[0], 6);
        Assert.Equal(1.0 / 26, plane.Shares[1], 6);
        var (x, y) = plane.Project(points.AsSpan(0, 3));
        Assert.Equal(5, x, 5);
        Assert.Equal(1, Math.Abs(y), 5);
        Assert.Equal(0, plane.Project([7, -2, 9]).X, 5);
        Assert.Equal(5, plane.Direction([3, 4, 0]).X, 5);
    }

    [Fact]
    public void Of_AnyPoints_KeepsAtLeastTheVarianceOfEveryPairOfCoordinates() =>
        Gen.Select(Gen.Int[2, 8], Gen.Int[1, 30], Gen.UInt).Sample((dimensions, count, seed) =>
        {
            var draws = RandomStream.FromSeed(seed).Sequence();
            float[] points = [.. Enumerable.Range(0, count * dimensions).Select(_ => (float)PortableMath.NormalQuantile(draws.NextDouble()))];
            var plane = PrincipalPlane.Of(points, dimensions);
            double[] variances = [.. Enumerable.Range(0, dimensions).Select(d => Variance([.. Enumerable.Range(0, count).Select(i => (double)points[(i * dimensions) + d])]))];
            var kept = Enumerable.Range(0, count).Select(i => plane.Project(points.AsSpan(i * dimensions, dimensions))).ToArray();
            var inPlane = Variance([.. kept.Select(point => point.X)]) + Variance([.. kept.Select(point => point.Y)]);
            Assert.True(inPlane >= variances.OrderDescending().Take(2).Sum() - 1e-4, $"{inPlane} of {variances.Sum()}");
            Assert.Equal(inPlane, (plane.Shares[0] + plane.Shares[1]) * variances.Sum(), 3);
        });

    [Fact]
    public void Of_TheSamePoints_GivesTheSameBits()
    {
        float[] points = [1, 2, 3, 4, 0, 6, -7, 8, 9, 1, 1, 2];
        Assert.Equal(PrincipalPlane.Of(points, 3).Project(points.AsSpan(3, 3)), PrincipalPlane.Of(points, 3).Project(points.AsSpan(3, 3)));
    }

    [Fact]
    public void Of_OnePointManyTimes_PutsItInTheMiddle()
    {
        var plane = PrincipalPlane.Of([2, 3, 2, 3, 2, 3], 2);
        Assert.Equal([0.0, 0.0], plane.Shares);
        Assert.Equal((0.0, 0.0), plane.Project([2, 3]));
    }

    [Fact]
    public void Of_OneDimension_HasNoSecondAxis()
    {
        var plane = PrincipalPlane.Of([1, 5], 1);
        Assert.Equal([1.0, 0.0], plane.Shares);
        Assert.Equal((2.0, 0.0), plane.Project([5]));
    }

    [Fact]
    public void Of_ALengthThatIsNoMultiple_SaysSo() =>
        Assert.Contains("length 5; expected a multiple of 3", Assert.Throws<ArgumentException>(() => PrincipalPlane.Of([1, 2, 3, 4, 5], 3)).Message, StringComparison.Ordinal);

    private static double Variance(double[] numbers) => numbers.Sum(number => (number - numbers.Average()) * (number - numbers.Average()));
}
