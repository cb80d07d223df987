using PoppyUniverse.Evaluation.Learnability;
using PoppyUniverse.Interactions;
using PoppyUniverse.Simulation;

namespace PoppyUniverse.Tests.Evaluation.Learnability;

public sealed class LearnabilityCheckTests
{
    private const long Hour = TimeSlot.MicrosecondsPerHour;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Of_NotebookProfile_FindsTypesAndRepeatsButNothingInStrength(ulong seed)
    {
        var report = LearnabilityCheck.Of(new Simulator(BuiltInProfiles.Notebook, seed).ToLog(), new() { Threads = 2 });
        Assert.False(report.Strength.Learnable, report.Strength.Sentence);
        Assert.Contains("nothing to learn", report.Strength.Sentence, StringComparison.Ordinal);
        Assert.True(report.Choice.Learnable);
        Assert.Superset(new HashSet<string> { "type by user", "repeats" }, Found(report.Choice));
    }

    [Fact]
    public void Of_Stargazers_FindsBothAndWhatTheProfilePutIn()
    {
        var report = LearnabilityCheck.Of(new Simulator(BuiltInProfiles.Stargazers, 42).ToLog(), new() { Threads = 2 });
        Assert.Superset(new HashSet<string> { "user", "user x value", "user x value x time of day" }, Found(report.Strength));
        Assert.Superset(new HashSet<string> { "type by user", "repeats", "value by user", "value by user x hour" }, Found(report.Choice));
    }

    [Fact]
    public void Of_StargazersNoiseFloor_LiesBetweenTheOracleAndTheMean()
    {
        var simulator = new Simulator(BuiltInProfiles.Stargazers, 42);
        var (log, truth) = (simulator.ToLog(), Oracle.For(simulator, [.. Enumerable.Range(0, 12_000).Select(row => (long)row)]));
        var oracle = Math.Sqrt(log.Rows().Average(row => Math.Pow(log.Strengths[row] - truth.ExpectedStrengths[row], 2)));
        var floor = LearnabilityCheck.Of(log, new() { Permutations = 19 }).Strength.NoiseFloor!;
        Assert.InRange(floor.Rmse, oracle, floor.MeanRmse); // hours are left to explain, so the oracle gets below
        Assert.InRange(floor.Rmse, floor.Low, floor.High);
    }

    [Fact]
    public void Of_AnyThreadCount_GivesTheSameReport()
    {
        var log = new Simulator(BuiltInProfiles.Stargazers with { Interactions = 3_000 }, 7).ToLog();
        var one = LearnabilityCheck.Of(log, new() { Permutations = 49 }).ToJson();
        Assert.Equal(one, LearnabilityCheck.Of(log, new() { Permutations = 49, Threads = 5 }).ToJson());
        Assert.NotEqual(one, LearnabilityCheck.Of(log, new() { Permutations = 49, Seed = 43 }).ToJson());
    }

    [Fact]
    public void Of_ValuesThatOnlyGenerousUsersPick_AreNotTakenForBetterOnes()
    {
        // users 0–19 give 4 or 5 and pick values 0–3 mostly; users 20–39 give 1 or 2 and pick values 4–7 mostly
        var random = RandomStream.FromSeed(1).Sequence();
        var log = SmallLogs.Make(4_000, Rows(4_000, user =>
        {
            var generous = user < 20;
            var value = (int)random.NextBelow(4) + (generous == random.NextBelow(10) > 0 ? 0 : 4);
            return (value, (byte)((generous ? 4 : 1) + random.NextBelow(2)));
        }));
        var tests = LearnabilityCheck.Of(log, new() { Permutations = 199 }).Strength.Tests.ToDictionary(test => test.Name);
        Assert.True(tests["user"].Significant);
        Assert.False(tests["value"].Significant, tests["value"].Sentence);
        Assert.False(tests["user x value"].Significant, tests["user x value"].Sentence);
    }

    [Fact]
    public void Of_UsersWhoPickGoodValues_AreNotTakenForGenerous()
    {
        var random = RandomStream.FromSeed(2).Sequence();
        var log = SmallLogs.Make(4_000, Rows(4_000, user =>
        {
            var value = (int)random.NextBelow(4) + (user < 20 == random.NextBelow(10) > 0 ? 0 : 4);
            return (value, (byte)((value < 4 ? 4 : 1) + random.NextBelow(2)));
        }));
        var tests = LearnabilityCheck.Of(log, new() { Permutations = 199 }).Strength.Tests.ToDictionary(test => test.Name);
        Assert.True(tests["value"].Significant);
        Assert.False(tests["user"].Significant, tests["user"].Sentence);
        Assert.False(tests["user x value"].Significant, tests["user x value"].Sentence);
    }

    [Fact]
    public void Of_PicksThatFollowTheHour_AreFoundThere()
    {
        var random = RandomStream.FromSeed(3).Sequence();
        var log = SmallLogs.Make(2_000, i => new(i % 40, i / 40 % 24 < 12 == random.NextBelow(3) > 0 ? 0 : 1, 3, i / 40 * Hour));
        var report = LearnabilityCheck.Of(log, new() { Permutations = 199 });
        Assert.Contains("value by hour", Found(report.Choice));
        Assert.DoesNotContain("repeats", Found(report.Choice));
        Assert.False(report.Strength.Learnable);
        Assert.Null(report.Strength.PValue); // every Strength is 3
    }

    [Fact]
    public void Of_OneType_AsksNothingOfTypes()
    {
        var report = LearnabilityCheck.Of(SmallLogs.Make(600, i => new(i % 20, i % 7, (byte)(1 + (i % 5)), i * Hour)), new() { Permutations = 19 });
        Assert.DoesNotContain(report.Strength.Tests.Concat(report.Choice.Tests), test => test.Name.Contains("type", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_MoreRowsThanAreTested_TakesWholeUsers()
    {
        var log = new Simulator(BuiltInProfiles.Notebook, 1).ToLog();
        var report = LearnabilityCheck.Of(log, new() { MostRows = 3_000, Permutations = 19 });
        Assert.InRange(report.Choice.Rows, 3_000, 3_400);
        Assert.True(report.Choice.UsersDrawn);
        Assert.InRange(report.Choice.Users, 20, 40);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 3)]
    [InlineData(30, 3)]
    public void Of_TooFewRows_SaysThatNothingCanBeTested(int rows, byte strength)
    {
        var report = LearnabilityCheck.Of(SmallLogs.Make(rows, i => new(i, i % 3, strength, i * Hour)), new() { Permutations = 19 });
        Assert.Equal((false, false), (report.Strength.Learnable, report.Choice.Learnable));
        Assert.Contains(strength == 0 ? "has none" : "cannot be tested", report.Strength.Sentence, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", report.ToJson(), StringComparison.Ordinal);
    }

    private static Func<int, Interaction> Rows(int count, Func<int, (int Value, byte Strength)> pick)
    {
        Interaction[] rows = [.. Enumerable.Range(0, count).Select(i => pick(i % 40) is var (value, strength) ? new Interaction(i % 40, value, strength, i * Hour) : default)];
        return i => rows[i];
    }

    private static HashSet<string> Found(LearnabilityFinding finding) => [.. finding.Tests.Where(test => test.Significant).Select(test => test.Name)];
}
