using System.Runtime.Intrinsics;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Tests.Learning.Kernels;

public sealed class VectorMathTests
{
    [Fact]
    public void Exp_WholeRange_IsWithinThreeTenMillionths()
    {
        for (var x = -87f; x < 88f; x += 0.0137f)
            Assert.InRange(VectorMath.Exp(Vector512.Create(x))[5] / Math.Exp(x), 1 - 3e-7, 1 + 3e-7);
    }

    [Fact]
    public void Exp_BeyondTheRange_StaysANormalNumber() =>
        Assert.All((float[])[-1e30f, -200, 200, 1e30f], x => Assert.True(float.IsNormal(VectorMath.Exp(Vector512.Create(x))[0])));

    [Fact]
    public void Log_WholeRange_IsWithinThreeTenMillionths()
    {
        for (var x = 1e-37; x < 1e38; x *= 1.0173)
        {
            var value = (float)x;
            var expected = Math.Log(value);
            Assert.Equal(expected, VectorMath.Log(Vector512.Create(value))[11], (Math.Abs(expected) * 3e-7) + 2e-7);
        }

        Assert.Equal(0, VectorMath.Log(Vector512<float>.One)[0]);
    }
}
