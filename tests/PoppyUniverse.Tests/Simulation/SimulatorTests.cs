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

    [Theory]
    [MemberData(nameof(BuiltIns))]
    public void Open_ReadInAnyPieces_GivesTheSameRows(string name)
    {
        var simulator = new Simulator(BuiltInProfiles.Find(name)! with { Users = 700, Interactions = 40_000 }, 6);
        var whole = simulator.ToLog();
        foreach (var capacity in (int[])[1, 511, 513, 5_000])
        {
            var rows = new SimulatedRows(capacity);
            var open = simulator.Open(1);
            for (var next = open.FirstRow; open.Read(rows); next += rows.Count)
                Assert.Equal(Enumerable.Range(0, rows.Count).Select(i => whole[next + i]), Enumerable.Range(0, rows.Count).Select(i => rows[i]));
        }
    }

    [Fact]
    public void Open_BlockFarBeyondTheLargestInt_HasItsRows()
    {
        // a trillion rows that nobody writes: any block is there at once
        var profile = BuiltInProfiles.Stargazers with { Users = 100_000_000, Interactions = 1_000_000_000_000 };
        var simulator = new Simulator(profile, 14);
        var (last, middle) = (simulator.Open(simulator.BlockCount - 1), simulator.Open(simulator.BlockCount / 2));
        Assert.Equal(1_000_000_000_000, last.FirstRow + last.RowCount);
        Assert.InRange(middle.FirstRow, 499_000_000_000, 501_000_000_000);
        Assert.Equal(simulator.RowsOf((simulator.BlockCount / 2) + 1).First, middle.FirstRow + middle.RowCount);
        var rows = new SimulatedRows(100);
        Assert.True(middle.Read(rows));
        Assert.Equal(middle.FirstRow, rows.FirstRow);
        Assert.All(rows.UserIndices.ToArray(), user => Assert.InRange(user, 49_000_000, 51_000_000));
    }

    [Fact]
    public void Stargazers_OneUserWithManyRows_KeepsTheLawOfTimeInOrder()
    {
        // more rows than a piece in every hour, so hours are cut as well
        var profile = BuiltInProfiles.Stargazers with { Users = 1, Interactions = 400_000, Recency = new() { MeanDays = 1, CapDays = 2 } };
        var log = new Simulator(profile, 15).ToLog();
        var times = log.Rows().Select(row => log.UnixMicroseconds[row]).ToArray();
        Assert.Equal(times.Order(), times);
        var minutes = new long[60];
        foreach (var time in times)
            minutes[(int)(time / 60_000_000 % 60)]++;
        Assert.True(ChiSquare.AgainstLaw(minutes, Enumerable.Repeat(1.0 / 60, 60)) > 1e-6);
        var days = times.GroupBy(time => time / TimeSlot.MicrosecondsPerDay).OrderBy(day => day.Key).Select(day => (long)day.Count()).ToArray();
        // Monday 2025-12-29 to Wednesday: what lies beyond the cap, then e^-1 - e^-2, then 1 - e^-1, times the weekday's 0.9
        Assert.True(ChiSquare.AgainstLaw(days, [Math.Exp(-2), Math.Exp(-1) - Math.Exp(-2), 1 - Math.Exp(-1)]) > 1e-6);
    }

    [Fact]
    public void Drawn_WithATrueClock_HasTheHoursOfTheProfileInNoOrder()
    {
        var profile = BuiltInProfiles.Stargazers with { Order = RowOrder.Drawn };
        var log = new Simulator(profile, 16).ToLog();
        var times = log.Rows().Select(row => log.UnixMicroseconds[row]).ToArray();
        Assert.NotEqual(times.Order(), times);
        Assert.InRange(log.Rows().Count(row => log[row].Slot.Hour >= 18) / (double)log.Count, 0.44, 0.52); // 0.48
    }

    [Theory]
    [InlineData(HabitMode.Counts, 64)]
    [InlineData(HabitMode.Counts, 65)]
    [InlineData(HabitMode.Distinct, 64)]
    [InlineData(HabitMode.Distinct, 65)]
    public void Habit_SmallAndLargeTypes_RepeatAlike(HabitMode mode, int values)
    {
        // popularity uniform and no tastes: the share of repeats among rows with history has a known floor
        var profile = BuiltInProfiles.Notebook with
        {
            Users = 2_000, Interactions = 10_000, Habit = new() { Mode = mode, Probability = 0.5 },
            Types = [new() { Name = "t", Values = [.. Enumerable.Range(0, values).Select(v => new ValueOptions { Name = $"v{v}" })] }],
        };
        var log = new Simulator(profile, 17).ToLog();
        var (second, repeated) = (0, 0);
        foreach (var user in log.Rows().GroupBy(row => log.UserIndices[row]).Where(user => user.Count() > 1))
        {
            var rows = user.Take(2).ToArray();
            second++;
            repeated += log.ValueIndices[rows[0]] == log.ValueIndices[rows[1]] ? 1 : 0;
        }

        Assert.InRange(repeated / (double)second, 0.46, 0.56); // 0.5 + 0.5 / values
    }
}
