using ParquetSharp;
using PoppyUniverse.Learning;
using PoppyUniverse.Simulation;
using PoppyUniverse.Storage.Csv;
using PoppyUniverse.Storage.Sharing;
using PoppyUniverse.Storage.Simulations;
using PoppyUniverse.Testing;
using InteractionLog = PoppyUniverse.Interactions.InteractionLog;

namespace PoppyUniverse.Storage.Tests.Sharing;

public sealed class LogShareReaderTests : IDisposable
{
    private const int Lanes = 8;

    private static readonly Simulator Simulator = new(BuiltInProfiles.Stargazers with { Users = 20_000, Interactions = 200_000 }, 5);

    private readonly TemporaryFolder _folder = new();
    private readonly string _file;

    public LogShareReaderTests()
    {
        _file = _folder.File("log.parquet");
        SimulationFileWriter.Write(Simulator, _file, new());
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Read_RowGroupsOfOthersAreDamaged_RanksDoNotNotice(int size)
    {
        var whole = InteractionReader.Read(_file).Log;
        var damaged = ThreadRanks.Run(size, ranks =>
        {
            // each rank has a file of its own, in which all is damaged that is not its business: neither to count nor to keep
            var expected = LogShare.Of(whole, Lanes, ranks);
            var groups = OthersGroups(expected);
            var file = Damage(groups, $"damaged{ranks.Rank}.parquet");
            Assert.Throws<DataFormatException>(() => InteractionReader.Read(file));
            var (share, _) = LogShareReader.Read(file, new(), (Lanes, ranks));
            AssertSame(expected.Own, share.Own);
            return groups.Count;
        });
        Assert.All(damaged, count => Assert.True(count > 0));
        // a group is read by the rank that counts it, the one that has its users, and one more where a lane ends in it
        Assert.InRange(damaged.Sum(), (size - 3) * Groups().Count, size * Groups().Count);
    }

    private List<(int Number, long Least, long Most, long From, long End)> OthersGroups(LogShare share)
    {
        var (own, groups) = (share.Own.Users, Groups());
        var (least, most) = (own.IntegerAt(0), own.IntegerAt(own.Count - 1));
        return [.. groups.Where(group => (group.Most < least || group.Least > most) && group.Number * share.Ranks.Size / groups.Count != share.Ranks.Rank)];
    }

    // Row groups with their least and greatest user, and where their bytes are.
    private List<(int Number, long Least, long Most, long From, long End)> Groups()
    {
        using var file = new ParquetFileReader(_file);
        var groups = new List<(int, long, long, long, long)>();
        var start = 4L; // behind the magic number, one group after the other
        for (var number = 0; number < file.FileMetaData.NumRowGroups; number++)
        {
            using var group = file.RowGroup(number);
            var users = group.Column(1).LogicalReader<long>().ReadAll((int)group.MetaData.NumRows);
            var end = start + Enumerable.Range(0, group.MetaData.NumColumns).Sum(column => group.MetaData.GetColumnChunkMetaData(column).TotalCompressedSize);
            groups.Add((number, users.Min(), users.Max(), start, end));
            start = end;
        }

        return groups;
    }

    private string Damage(IEnumerable<(int Number, long Least, long Most, long From, long End)> groups, string name)
    {
        var bytes = File.ReadAllBytes(_file);
        foreach (var (_, _, _, from, end) in groups)
            bytes.AsSpan((int)from, (int)(end - from)).Fill(0xFF);
        File.WriteAllBytes(_folder.File(name), bytes);
        return _folder.File(name);
    }

    private static void AssertSame(InteractionLog expected, InteractionLog actual)
    {
        Assert.Equal(expected.Users.Count, actual.Users.Count);
        Assert.Equal(expected.Rows().Select(row => (expected.Users.IntegerAt(expected[row].UserIndex), expected[row])), actual.Rows().Select(row => (actual.Users.IntegerAt(actual[row].UserIndex), actual[row])));
    }
}
