using PoppyUniverse.Interactions;
using PoppyUniverse.Simulation;
using PoppyUniverse.Tests.Statistics;

namespace PoppyUniverse.Tests.Simulation;

public sealed class SimulatorTests
{
    private static readonly SimulationProfile ManyBlocks = BuiltInProfiles.Stargazers with { Users = 3_000, Interactions = 200_000 };

    public static TheoryData<string> BuiltIns => [.. BuiltInProfiles.Names];

    [Fact]
    public void Open_AnyBlockAlone_GivesTheRowsOfTheWhole()
    {
        var simulator = new Simulator(ManyBlocks, 5);
        var whole = simulator.ToLog();
        Assert.True(simulator.BlockCount > 2);
        foreach (var block in (int[])[simulator.BlockCount - 1, 0, 1])
        {
            var open = new Simulator(ManyBlocks, 5).Open(block);
            var rows = new SimulatedRows(777);
            while (open.Read(rows))
            {
                for (var i = 0; i < rows.Count; i++)
                {
                    var row = new Interaction(rows.UserIndices[i], rows.ValueIndices[i], rows.Strengths[i], rows.UnixMicroseconds[i]);
                    Assert.Equal(whole[rows.FirstRow + i], row);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(BuiltIns))]
    public void Simulate_Blocks_AddUpToTheProfile(string name)
    {
        var simulator = new Simulator(BuiltInProfiles.Find(name)! with { Users = 5_000, Interactions = 300_000 }, 3);
        long next = 0;
        for (var block = 0; block < simulator.BlockCount; block++)
        {
            var open = simulator.Open(block);
            Assert.Equal(next, open.FirstRow);
            next += open.RowCount;
        }

        Assert.Equal(300_000, next);
    }

    [Fact]
    public void Simulate_OtherSeed_GivesOtherRows() =>
        Assert.NotEqual(new Simulator(BuiltInProfiles.Notebook, 1).ToLog()[0], new Simulator(BuiltInProfiles.Notebook, 2).ToLog()[0]);

    [Fact]
    public void Stargazers_AllRows_StandInOrderOfTimeBeforeTheAsOfMoment()
    {
        var log = new Simulator(BuiltInProfiles.Stargazers, 9).ToLog();
        var times = log.Rows().Select(row => log.UnixMicroseconds[row]).ToArray();
        Assert.Equal(times.Order(), times);
        Assert.True(times[^1] < Timestamp.ToUnixMicroseconds(BuiltInProfiles.Stargazers.AsOf));
    }

    [Fact]
    public void Stargazers_HoursOverAllUsers_FollowTheProfile()
    {
        var profile = BuiltInProfiles.Stargazers with { Users = 4_000, Interactions = 4_000 };
        var log = new Simulator(profile, 10).ToLog();
        var hours = new long[24];
        foreach (var row in log.Rows())
            hours[log[row].Slot.Hour]++;
        var sum = profile.Clock.HourWeights.Sum();
        Assert.True(ChiSquare.AgainstLaw(hours, profile.Clock.HourWeights.Select(weight => weight / sum)) > 1e-6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void Strength_AnySignal_KeepsItsMarginalLaw(double signal)
    {
        // one interaction a user, so that rows are independent draws of the whole world
        var profile = BuiltInProfiles.Stargazers with
        {
            Users = 40_000, Interactions = 40_000, Strength = BuiltInProfiles.Stargazers.Strength with { Signal = signal },
        };
        var simulator = new Simulator(profile, 11);
        var log = simulator.ToLog();
        var seen = new HashSet<int>();
        var counts = new long[5];
        foreach (var row in log.Rows().Where(row => seen.Add(log.UserIndices[row])))
            counts[log.Strengths[row] - 1]++;
        Assert.True(ChiSquare.AgainstLaw(counts, profile.Strength.Law) > 1e-6, string.Join(' ', counts));
    }

    [Fact]
    public void Simulate_LargeTaxonomy_UsesManyValues()
    {
        var profile = BuiltInProfiles.Stargazers with
        {
            Interactions = 2_000,
            Types = [new() { Name = "Book", Values = [.. Enumerable.Range(0, 20_000).Select(v => new ValueOptions { Name = $"B{v}" })] }],
        };
        var log = new Simulator(profile, 12).ToLog();
        Assert.InRange(log.Rows().Select(row => log.ValueIndices[row]).Distinct().Count(), 1_000, 1_600);
    }

    [Fact]
    public void Zipf_FirstUsers_AreTheMostActive()
    {
        var profile = BuiltInProfiles.Notebook with { Activity = new() { ZipfExponent = 1 }, Interactions = 50_000 };
        var log = new Simulator(profile, 13).ToLog();
        var counts = new long[120];
        foreach (var row in log.Rows())
            counts[log.UserIndices[row]]++;
        var sum = Enumerable.Range(1, 120).Sum(k => 1.0 / k);
        Assert.True(ChiSquare.AgainstLaw(counts, Enumerable.Range(1, 120).Select(k => 1.0 / k / sum)) > 1e-6);
    }
}
