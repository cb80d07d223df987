using System.Diagnostics;

namespace PoppyUniverse.Tests.Learning;

public sealed class OlderProcessorTests
{
    // Each width has blocks and ways of its own, of which this process runs one.
    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    [InlineData("DOTNET_EnableHWIntrinsic")]
    public async Task KernelsAndScoring_NarrowerVectors_PassTheirTests(string without)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "PoppyUniverse.Tests"), ["-filter", "/*/PoppyUniverse.Tests.Learning.Kernels", "-filter", "/*/*/ScoringTests"])
        {
            RedirectStandardOutput = true,
            Environment = { [without] = "0" },
        };
        using var tests = Process.Start(start)!;
        var output = await tests.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await tests.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(tests.ExitCode == 0, output);
        Assert.Matches("Total: [1-9][0-9]", output);
    }
}
