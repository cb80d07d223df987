using System.Runtime.Intrinsics;

namespace PoppyUniverse.Tests.Learning.Kernels;

public sealed class VectorWidthTests
{
    // what is tested here under a switch is tested without those vectors indeed
    [Fact]
    public void Switches_TakeEffect()
    {
        Assert.False(IsOff("EnableAVX512") && Vector512.IsHardwareAccelerated);
        Assert.False(IsOff("EnableAVX2") && Vector256.IsHardwareAccelerated);
        Assert.False(IsOff("EnableHWIntrinsic") && Vector128.IsHardwareAccelerated);

        static bool IsOff(string name) => Environment.GetEnvironmentVariable($"DOTNET_{name}") == "0";
    }
}
