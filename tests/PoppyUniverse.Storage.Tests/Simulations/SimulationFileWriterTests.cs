using System.IO.Compression;
using System.Security.Cryptography;
using PoppyUniverse.Simulation;
using PoppyUniverse.Storage.Csv;
using PoppyUniverse.Storage.Simulations;

namespace PoppyUniverse.Storage.Tests.Simulations;

public sealed class SimulationFileWriterTests : IDisposable
{
    private static readonly SimulationProfile Profile = BuiltInProfiles.Stargazers with { Users = 4_000, Interactions = 150_000 };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Endings => [".csv", ".csv.gz", ".csv.zst", ".parquet"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Endings))]
    public void Write_AnyThreads_GivesTheSameBytesAndManifest(string ending)
    {
        var one = Write($"one/log{ending}", 1);
        foreach (var threads in (int[])[2, 3, 4, 8])
        {
            var other = Write($"{threads}/log{ending}", threads);
            Assert.Equal(one.ToJson(), other.ToJson());
            Assert.Equal(File.ReadAllBytes(_folder.File($"one/log{ending}")), File.ReadAllBytes(_folder.File($"{threads}/log{ending}")));
        }
    }

    [Theory]
    [MemberData(nameof(Endings))]
    public void Write_AnyFormat_IsReadBackAsTheSimulation(string ending)
    {
        Write($"log{ending}", 2);
        var (read, made) = (InteractionReader.Read(_folder.File($"log{ending}"), new() { Catalog = Profile.ToCatalog() }).Log, new Simulator(Profile, 7).ToLog());
        Assert.Equal(made.Count, read.Count);
        for (long row = 0; row < made.Count; row += 97)
        {
            Assert.Equal(made.Users[made.UserIndices[row]], read.Users[read.UserIndices[row]]);
            Assert.Equal(made[row] with { UserIndex = 0 }, read[row] with { UserIndex = 0 });
        }
    }

    [Fact]
    public void Write_Csv_HasTheBytesOfThePlainFormatter()
    {
        // several profiles, so that long and quoted names, dates before 1970 and numbers of all lengths occur
        var odd = BuiltInProfiles.Stargazers with
        {
            AsOf = new(1970, 1, 20, 0, 0, 0, TimeSpan.Zero),
            Types = [new() { Name = "a \"type\", quoted", Values = [new() { Name = new string('x', 90) }, new() { Name = "ö" }] }],
        };
        foreach (var profile in (SimulationProfile[])[Profile, BuiltInProfiles.Notebook, odd])
        {
            var manifest = SimulationFileWriter.Write(new(profile, 3), _folder.File("log.csv"), new() { Threads = 2 });
            using var plain = new MemoryStream();
            InteractionWriter.Write(new Simulator(profile, 3).ToLog(), plain);
            Assert.True(plain.ToArray().AsSpan().SequenceEqual(File.ReadAllBytes(_folder.File("log.csv"))), profile.Name);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(plain.ToArray())), manifest.Sha256);
            Assert.Equal(plain.Length, manifest.Bytes);
        }
    }

    [Theory]
    [InlineData(".csv.gz")]
    [InlineData(".csv.zst")]
    public void Write_Compressed_HoldsTheBytesOfCsv(string ending)
    {
        Write("log.csv", 1);
        Write($"log{ending}", 2);
        using var file = File.OpenRead(_folder.File($"log{ending}"));
        using Stream text = ending == ".csv.gz" ? new GZipStream(file, CompressionMode.Decompress) : new ZstdSharp.DecompressionStream(file);
        using var all = new MemoryStream();
        text.CopyTo(all);
        Assert.True(all.ToArray().AsSpan().SequenceEqual(File.ReadAllBytes(_folder.File("log.csv"))));
    }

    [Fact]
    public void Write_BlocksOfManyRows_FitBetweenThreads()
    {
        // three users: each block is 80,000 rows, more than a thread keeps while it waits
        var profile = BuiltInProfiles.Stargazers with { Users = 3, Interactions = 240_000 };
        var one = SimulationFileWriter.Write(new(profile, 1), _folder.File("one.csv"), new() { Threads = 1 });
        var many = SimulationFileWriter.Write(new(profile, 1), _folder.File("many.csv"), new() { Threads = 64 });
        Assert.Equal(one.Sha256, many.Sha256);
    }

    [Fact]
    public void Write_Cancelled_LeavesWhatCanBeGoneOnWith()
    {
        Write("whole.csv", 1);
        using var cancellation = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() =>
            SimulationFileWriter.Write(new(Profile, 7), _folder.File("log.csv"), new() { Threads = 2 }, new CancelAfter(cancellation, 60_000), cancellation.Token));
        Assert.False(File.Exists(_folder.File("log.csv")));
        var started = new FirstReport();
        SimulationFileWriter.Write(new(Profile, 7), _folder.File("log.csv"), new() { Resume = true }, started);
        Assert.True(started.Rows > 60_000);
        Assert.Equal(File.ReadAllBytes(_folder.File("whole.csv")), File.ReadAllBytes(_folder.File("log.csv")));
        Assert.Equal(["log.csv", "log.manifest.json", "whole.csv", "whole.manifest.json"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void Write_ResumeAfterDamage_StartsOver()
    {
        Write("whole.csv", 1);
        Interrupt("log.csv");
        using (var partial = File.OpenWrite(_folder.File("log.csv.partial")))
            partial.Write("rubbish"u8);
        SimulationFileWriter.Write(new(Profile, 7), _folder.File("log.csv"), new() { Resume = true });
        Assert.Equal(File.ReadAllBytes(_folder.File("whole.csv")), File.ReadAllBytes(_folder.File("log.csv")));
    }

    [Fact]
    public void Write_ResumeOfAnotherSimulation_IsRefused()
    {
        Interrupt("log.csv");
        var error = Assert.Throws<IOException>(() => SimulationFileWriter.Write(new(Profile, 8), _folder.File("log.csv"), new() { Resume = true }));
        Assert.Contains("another simulation", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_ResumeOfAFinishedFile_LeavesItAlone()
    {
        var first = Write("log.csv", 2);
        var time = File.GetLastWriteTimeUtc(_folder.File("log.csv"));
        Assert.Equal(first.ToJson(), SimulationFileWriter.Write(new(Profile, 7), _folder.File("log.csv"), new() { Resume = true }).ToJson());
        Assert.Equal(time, File.GetLastWriteTimeUtc(_folder.File("log.csv")));
    }

    [Fact]
    public void Write_OntoAFolder_IsToldAndLeavesNothing()
    {
        Directory.CreateDirectory(_folder.File("log.csv"));
        Assert.Throws<IOException>(() => SimulationFileWriter.Write(new(BuiltInProfiles.Notebook, 7), _folder.File("log.csv"), new()));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    private SimulationManifest Write(string name, int threads) =>
        SimulationFileWriter.Write(new(Profile, 7), _folder.File(name), new() { Threads = threads });

    private void Interrupt(string name)
    {
        using var cancellation = new CancellationTokenSource();
        Assert.ThrowsAny<OperationCanceledException>(() =>
            SimulationFileWriter.Write(new(Profile, 7), _folder.File(name), new(), new CancelAfter(cancellation, 60_000), cancellation.Token));
    }

    private sealed class CancelAfter(CancellationTokenSource source, long rows) : IProgress<long>
    {
        public void Report(long value)
        {
            if (value > rows)
                source.Cancel();
        }
    }

    private sealed class FirstReport : IProgress<long>
    {
        public long? Rows { get; private set; }

        public void Report(long value) => Rows ??= value;
    }
}
