using PoppyUniverse.Evaluation.Learnability;
using PoppyUniverse.Simulation;

namespace PoppyUniverse.Tests.Evaluation.Learnability;

/// <summary>How often worlds without anything to learn are called learnable, and worlds with a little of it are not.</summary>
public sealed class FalseAlarmTests
{
    private const int Worlds = 200;

    // The 97.5 % quantile of the binomial law of 200 worlds at 5 %. Holm's correction may raise fewer than 5 %, but a test
    // that never raises any is broken.
    private const int MostAlarms = 16;

    // the 99.9 % quantile, as there are 15 of them
    private const int MostOfFifteen = 21;

    private static readonly SimulationProfile Small = BuiltInProfiles.Notebook with { Users = 40, Interactions = 2_000 };

    // popular values, users with evenings of their own, and a few users who do most of it
    private static readonly SimulationProfile Busy = BuiltInProfiles.Stargazers with { Users = 60, Interactions = 2_000, Activity = new() { ZipfExponent = 0.8 } };

    [Fact]
    [Trait("Speed", "Slow")]
    public void Strength_TwoHundredNotebookWorlds_RaisesNoMoreAlarmsThanTheLevel() =>
        Assert.InRange(Alarms(Small, Worlds, report => report.Strength), 1, MostAlarms);

    [Fact]
    [Trait("Speed", "Slow")]
    public void Choice_TwoHundredWorldsWithoutPreferenceAndHabit_RaisesNoMoreAlarmsThanTheLevel() =>
        Assert.InRange(Alarms(Small with { Preference = new() { Share = 0 }, Habit = new() { Probability = 0 } }, Worlds, report => report.Choice), 1, MostAlarms);

    [Fact]
    [Trait("Speed", "Slow")]
    public void Strength_TwoHundredWorldsWithTastesAndEveningsInChoiceAlone_RaisesNoMoreAlarmsThanTheLevel() =>
        Assert.InRange(Alarms(Busy with { Strength = new() { Signal = 0 } }, Worlds, report => report.Strength), 1, MostAlarms);

    [Fact]
    [Trait("Speed", "Slow")]
    public void Choice_TwoHundredWorldsOfPopularityAndEvenings_RaisesNoMoreAlarmsThanTheLevel() =>
        Assert.InRange(
            Alarms(Busy with { Preference = new() { Share = 0 }, Habit = new() { Probability = 0 }, Choice = new() { Scale = 0 } }, Worlds, report => report.Choice), 1, MostAlarms);

    [Fact]
    [Trait("Speed", "Slow")]
    public void SingleTests_TwoHundredNullWorlds_AreSmallAsOftenAsTheirPValueSays()
    {
        // without the correction: each test of each target is at or below 0.05 in about 5 % of the worlds, not in none
        var nothing = Small with { Preference = new() { Share = 0 }, Habit = new() { Probability = 0 } };
        var small = new Dictionary<string, int>();
        for (ulong seed = 0; seed < Worlds; seed++)
        {
            var report = Check(nothing, seed);
            foreach (var test in report.Strength.Tests.Concat(report.Choice.Tests))
                small[test.Name] = small.GetValueOrDefault(test.Name) + (test.PValue <= 0.05 ? 1 : 0);
        }

        Assert.Equal(15, small.Count);
        Assert.All(small, test => Assert.InRange(test.Value, 1, MostOfFifteen));
        Assert.InRange(small.Values.Sum() / (15.0 * Worlds), 0.03, 0.07);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void WeakSignals_TwentyWorldsOfTheNotebooksSize_AreFound()
    {
        var weakStrength = BuiltInProfiles.Notebook with { Strength = new() { Signal = 0.03 } };
        var weakHabit = BuiltInProfiles.Notebook with { Preference = new() { Share = 0 }, Habit = new() { Probability = 0.15 } };
        Assert.InRange(Alarms(weakStrength, 20, report => report.Strength), 18, 20);
        Assert.InRange(Alarms(weakHabit, 20, report => report.Choice), 18, 20);
    }

    private static int Alarms(SimulationProfile profile, int worlds, Func<LearnabilityReport, LearnabilityFinding> target) =>
        Enumerable.Range(0, worlds).Count(seed => target(Check(profile, (ulong)seed)).Learnable);

    private static LearnabilityReport Check(SimulationProfile profile, ulong seed) =>
        LearnabilityCheck.Of(new Simulator(profile, seed).ToLog(), new() { Permutations = 199, Seed = seed, Threads = 2 });
}
