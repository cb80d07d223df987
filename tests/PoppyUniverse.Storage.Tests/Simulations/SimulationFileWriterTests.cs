using System.Security.Cryptography;
using PoppyUniverse.Simulation;
using PoppyUniverse.Storage.Csv;
using PoppyUniverse.Storage.Simulations;

namespace PoppyUniverse.Storage.Tests.Simulations;

public sealed class SimulationFileWriterTests : IDisposable
{
    private static readonly SimulationProfile Profile = BuiltInProfiles.Stargazers with { Users = 4_000, Interactions = 150_000 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_AnyThreads_GivesTheSameBytesAndManifest()
    {
        var one = Write("one/log.csv", 1);
        foreach (var threads in (int[])[2, 3, 8])
        {
            var other = Write($"{threads}/log.csv", threads);
            Assert.Equal(one.ToJson(), other.ToJson());
            Assert.Equal(File.ReadAllBytes(_folder.File("one/log.csv")), File.ReadAllBytes(_folder.File($"{threads}/log.csv")));
        }
    }

    [Fact]
    public void Write_File_IsWhatTheManifestSaysAndWhatTheSimulatorMade()
    {
        var manifest = Write("log.csv", 2);
        var bytes = File.ReadAllBytes(_folder.File("log.csv"));
        Assert.Equal((bytes.LongLength, 150_000L), (manifest.Bytes, manifest.Rows));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), manifest.Sha256);
        Assert.Contains(manifest.Sha256, File.ReadAllText(_folder.File("log.manifest.json")), StringComparison.Ordinal);
        var (read, made) = (InteractionReader.Read(_folder.File("log.csv"), new() { Catalog = Profile.ToCatalog() }).Log, new Simulator(Profile, 7).ToLog());
        for (long row = 0; row < made.Count; row += 997)
        {
            Assert.Equal(made.Users[made.UserIndices[row]], read.Users[read.UserIndices[row]]);
            Assert.Equal(made[row] with { UserIndex = 0 }, read[row] with { UserIndex = 0 });
        }
    }

    [Fact]
    public void Write_Cancelled_LeavesNothing()
    {
        using var cancellation = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() =>
            SimulationFileWriter.Write(new(Profile, 7), _folder.File("log.csv"), 2, new CancelAfter(cancellation, 20_000), cancellation.Token));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Write_OntoAFolder_IsToldAndLeavesNothing()
    {
        Directory.CreateDirectory(_folder.File("log.csv"));
        Assert.Throws<IOException>(() => SimulationFileWriter.Write(new(BuiltInProfiles.Notebook, 7), _folder.File("log.csv"), 2));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    private SimulationManifest Write(string name, int threads) =>
        SimulationFileWriter.Write(new(Profile, 7), _folder.File(name), threads);

    private sealed class CancelAfter(CancellationTokenSource source, long rows) : IProgress<long>
    {
        public void Report(long value)
        {
            if (value > rows)
                source.Cancel();
        }
    }
}
