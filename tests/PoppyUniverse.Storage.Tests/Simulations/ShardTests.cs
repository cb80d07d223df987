using PoppyUniverse.Simulation;
using PoppyUniverse.Storage.Simulations;

namespace PoppyUniverse.Storage.Tests.Simulations;

public sealed class ShardTests : IDisposable
{
    private static readonly SimulationProfile Profile = BuiltInProfiles.Stargazers with { Users = 2_000, Interactions = 300_000 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("stargazers")]
    [InlineData("notebook")]
    public void Shards_OneToSixtyFour_AreTheWholeWhenPutTogether(string name)
    {
        var simulator = new Simulator(BuiltInProfiles.Find(name)! with { Users = 2_000, Interactions = 300_000 }, 5);
        var whole = SimulationFileWriter.Write(simulator, _folder.File("whole.csv"), new());
        for (var n = 1; n <= 64; n++)
        {
            using var joined = new MemoryStream();
            for (var i = 1; i <= n; i++)
                SimulationFileWriter.Write(simulator, joined, new() { Shard = new(i, n), Threads = 1 + (i % 2) });
            Assert.Equal(whole.Sha256, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(joined.ToArray())));
        }
    }

    [Theory]
    [InlineData(".csv")]
    [InlineData(".csv.zst")]
    [InlineData(".parquet")]
    public void Merge_ShardsInAnyOrder_GivesTheFileOfOneProcess(string ending)
    {
        var whole = SimulationFileWriter.Write(new(Profile, 5), _folder.File($"whole{ending}"), new());
        foreach (var n in (int[])[1, 3, 20])
        {
            var shards = Shards(n, ending);
            var merged = ShardMerger.Merge([.. shards.Reverse()], _folder.File($"merged{ending}"));
            Assert.Equal((whole.Sha256, whole.Rows, whole.Bytes), (merged.Sha256, merged.Rows, merged.Bytes));
            Assert.Equal(File.ReadAllBytes(_folder.File($"whole{ending}")), File.ReadAllBytes(_folder.File($"merged{ending}")));
        }
    }

    [Fact]
    public void Merge_MissingDoubledStrangeOrDamagedShard_IsNamed()
    {
        var shards = Shards(3, ".csv");
        Assert.Contains("shard 2/3 is missing", Fault([shards[0], shards[2]]), StringComparison.Ordinal);
        Assert.Contains("shard 3/3 is missing", Fault([shards[0], shards[1]]), StringComparison.Ordinal);
        Assert.Contains("another file is already", Fault([shards[0], shards[1], shards[1], shards[2]]), StringComparison.Ordinal);
        SimulationFileWriter.Write(new(Profile, 6), _folder.File("strange.csv"), new() { Shard = new(2, 3) });
        Assert.Contains("another simulation", Fault([shards[0], _folder.File("strange.csv"), shards[2]]), StringComparison.Ordinal);
        File.AppendAllText(shards[1], "1");
        Assert.Contains("SHA-256 differs", Fault(shards), StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("merged.csv")));
    }

    [Theory]
    [InlineData("3/64", true)]
    [InlineData("1/1", true)]
    [InlineData("0/4", false)]
    [InlineData("5/4", false)]
    [InlineData("1", false)]
    [InlineData("a/b", false)]
    public void TryParse_Text_TakesPartsFromOneToAll(string text, bool valid) => Assert.Equal(valid, Shard.TryParse(text, out _));

    private string Fault(IReadOnlyList<string> shards) =>
        Assert.Throws<DataFormatException>(() => ShardMerger.Merge(shards, _folder.File("merged.csv"))).Message;

    private string[] Shards(int n, string ending) => [.. Enumerable.Range(1, n).Select(i =>
    {
        var path = _folder.File($"{i}-{n}{ending}");
        SimulationFileWriter.Write(new(Profile, 5), path, new() { Shard = new(i, n) });
        return path;
    })];
}
