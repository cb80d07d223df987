using System.Text;
using PoppyUniverse.Simulation;
using PoppyUniverse.Storage.Simulations;
using PoppyUniverse.Storage.Simulations.Verification;

namespace PoppyUniverse.Storage.Tests.Simulations;

public sealed class SimulationVerifierTests : IDisposable
{
    private static readonly Simulator Simulator = new(BuiltInProfiles.Stargazers with { Users = 2_000, Interactions = 200_000 }, 5);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(".csv")]
    [InlineData(".csv.gz")]
    [InlineData(".csv.zst")]
    [InlineData(".parquet")]
    public void Verify_TheFileAsWritten_IsFine(string ending)
    {
        var path = _folder.File("log" + ending);
        SimulationFileWriter.Write(Simulator, path, new());
        Assert.Equal(200_000, SimulationVerifier.Verify(path, 1).Rows);
        SimulationFileWriter.Write(Simulator, path, new() { Shard = new(2, 3) });
        Assert.InRange(SimulationVerifier.Verify(path, 1).Rows, 1, 199_999);
    }

    [Fact]
    public void Verify_Sample_LooksAtThatShareOfBlocks()
    {
        var path = _folder.File("log.csv");
        SimulationFileWriter.Write(Simulator, path, new());
        var result = SimulationVerifier.Verify(path, 0.3);
        Assert.Equal(((int)Math.Ceiling(Simulator.BlockCount * 0.3), Simulator.BlockCount), (result.Blocks, result.BlocksOfFile));
    }

    [Fact]
    public void Verify_OneByteChangedAnywhere_NamesTheRow()
    {
        var path = _folder.File("log.csv");
        SimulationFileWriter.Write(Simulator, path, new());
        var bytes = File.ReadAllBytes(path);
        foreach (var place in (int[])[500, bytes.Length / 2, bytes.Length - 3])
        {
            var changed = (byte[])bytes.Clone();
            changed[place] ^= 1;
            File.WriteAllBytes(path, changed);
            var row = Encoding.UTF8.GetString(bytes, 0, place).Count(character => character == '\n');
            Assert.Contains($"interaction {row}: ", Fault(path), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Verify_CutOffLongerOrWithoutManifest_SaysSo()
    {
        var path = _folder.File("log.csv");
        SimulationFileWriter.Write(Simulator, path, new());
        var bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..^100]);
        Assert.Contains("expected", Fault(path), StringComparison.Ordinal);
        File.WriteAllBytes(path, [.. bytes, .. "1,2\n"u8]);
        Assert.Contains("goes on", Fault(path), StringComparison.Ordinal);
        File.Delete(_folder.File("log.manifest.json"));
        Assert.Contains("does not exist", Fault(path), StringComparison.Ordinal);
    }

    private static string Fault(string path) => Assert.Throws<DataFormatException>(() => SimulationVerifier.Verify(path, 1)).Message;
}
