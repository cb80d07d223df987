using System.Runtime.Intrinsics;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Tests.Interactions;

public sealed class PortableMathVectorTests
{
    [Fact]
    public void Exp_WholeRange_IsWithinThreeTenMillionths()
    {
        for (var x = -87f; x < 88f; x += 0.0137f)
            Assert.InRange(PortableMath.Exp(Vector512.Create(x))[5] / Math.Exp(x), 1 - 3e-7, 1 + 3e-7);
    }

    [Fact]
    public void Exp_BeyondTheRange_StaysANormalNumber() =>
        Assert.All((float[])[-1e30f, -200, 200, 1e30f], x => Assert.True(float.IsNormal(PortableMath.Exp(Vector512.Create(x))[0])));

    [Fact]
    public void Exp_EightDoubles_AgreesWithThePlatform()
    {
        for (var x = -707.9; x < 709; x += 0.0137)
            Assert.InRange(PortableMath.Exp(Vector512.Create(x))[3] / Math.Exp(x), 1 - 1e-14, 1 + 1e-14);
        Assert.All((double[])[-1e300, -800, 800, 1e300], x => Assert.True(double.IsNormal(PortableMath.Exp(Vector512.Create(x))[0])));
    }

    [Fact]
    public void Log_WholeRange_IsWithinThreeTenMillionths()
    {
        for (var x = 1e-37; x < 1e38; x *= 1.0173)
        {
            var value = (float)x;
            var expected = Math.Log(value);
            Assert.Equal(expected, PortableMath.Log(Vector512.Create(value))[11], (Math.Abs(expected) * 3e-7) + 2e-7);
        }

        Assert.Equal(0, PortableMath.Log(Vector512<float>.One)[0]);
    }

    [Fact]
    public void LogAndNormalQuantile_EightDoubles_HaveTheBitsOfOne()
    {
        var draws = RandomStream.FromSeed(4).Sequence();
        var numbers = new double[8];
        for (var round = 0; round < 10_000; round++)
        {
            for (var i = 0; i < numbers.Length; i++)
                numbers[i] = ((draws.NextUInt64() >> 32) + 0.5) / (1L << 32);
            if (round == 0)
                (numbers[0], numbers[1], numbers[2]) = (0.5 / (1L << 32), 1 - (0.5 / (1L << 32)), 0.5);
            var (logs, quantiles) = (PortableMath.Log(Vector512.Create(numbers)), PortableMath.NormalQuantile(Vector512.Create(numbers)));
            for (var i = 0; i < numbers.Length; i++)
            {
                Assert.Equal(BitConverter.DoubleToInt64Bits(PortableMath.Log(numbers[i])), BitConverter.DoubleToInt64Bits(logs[i]));
                Assert.Equal(BitConverter.DoubleToInt64Bits(PortableMath.NormalQuantile(numbers[i])), BitConverter.DoubleToInt64Bits(quantiles[i]));
            }
        }
    }
}
