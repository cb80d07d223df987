using PoppyUniverse.Learning;
using PoppyUniverse.Simulation;
using PoppyUniverse.Storage.Sharing;
using PoppyUniverse.Storage.Simulations;
using PoppyUniverse.Testing;

namespace PoppyUniverse.Storage.Tests.Sharing;

public sealed class SameFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("csv")]
    [InlineData("parquet")]
    public void Read_ARankHasAnotherLog_IsRefusedByNameAndRank(string ending)
    {
        for (var seed = 0; seed < 2; seed++)
            SimulationFileWriter.Write(new Simulator(BuiltInProfiles.Stargazers with { Users = 50, Interactions = 500 }, (ulong)seed), _folder.File($"{seed}.{ending}"), new());
        File.Copy(_folder.File($"0.{ending}"), _folder.File($"2.{ending}"));

        string Own(ICollective ranks, string others) => _folder.File($"{(ranks.Rank == 2 ? others : "0")}.{ending}");
        Assert.Equal([500L, 500, 500], ThreadRanks.Run(3, ranks => LogShareReader.ReadWhole(Own(ranks, "2"), new(), ranks).Log.Count));
        foreach (var read in (Func<ICollective, long>[])[
            ranks => LogShareReader.ReadWhole(Own(ranks, "1"), new(), ranks).Log.Count,
            ranks => LogShareReader.Read(Own(ranks, "1"), new(), (8, ranks)).Share.Own.Count])
        {
            var refused = Assert.Throws<DataFormatException>(() => ThreadRanks.Run(3, read));
            Assert.StartsWith("is not the same file on all ranks: ", refused.Problem, StringComparison.Ordinal);
            Assert.Contains("on rank 2;", refused.Problem, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1 << 20)]
    [InlineData((1 << 21) + 1)]
    public void Require_OfAsManyBytes_FirstAndLastMiBTell(int length)
    {
        foreach (var place in new HashSet<int> { 0, Math.Min(length, 1 << 20) - 1, Math.Max(0, length - (1 << 20)), length - 1 })
        {
            var bytes = new byte[length];
            File.WriteAllBytes(_folder.File("0"), bytes);
            bytes[place] = 1;
            File.WriteAllBytes(_folder.File("1"), bytes);
            Assert.Throws<DataFormatException>(() => ThreadRanks.Run(2, ranks => Checked(_folder.File($"{ranks.Rank}"), ranks)));
            Assert.Equal([true, true], ThreadRanks.Run(2, ranks => Checked(_folder.File("1"), ranks)));
        }
    }

    private static bool Checked(string path, ICollective ranks)
    {
        SameFile.Require(path, ranks);
        return true;
    }
}
