using PoppyUniverse.Simulation;
using PoppyUniverse.Testing;
using PoppyUniverse.Tests.Statistics;

namespace PoppyUniverse.Tests.Simulation;

/// <summary>
/// The notebook profile against three files that the notebook's own code wrote: two-sample tests of every marginal and of
/// what makes rows depend on each other. Rows of a user share a preference, so types are compared over users, and values
/// within their type. 3 files × 8 tests; each at 1e-8, so all together err with less than 1e-6.
/// </summary>
public sealed class NotebookProfileTests
{
    private const double Level = 1e-8;
    private const ulong Seed = 20_261_123;

    private static readonly Dictionary<string, Func<NotebookRun, NotebookRun, double>> Tests = new()
    {
        ["types"] = (a, b) => Hotelling.TwoSamples(a.TypeSharesOfUsers(), b.TypeSharesOfUsers()),
        ["values"] = (a, b) => ChiSquare.TwoSamples(NotebookRun.Histogram(a.Values, 21), NotebookRun.Histogram(b.Values, 21), [7, 4, 10]),
        ["strengths"] = (a, b) => ChiSquare.TwoSamples(NotebookRun.Histogram(a.Strengths.Select(s => (int)s), 6), NotebookRun.Histogram(b.Strengths.Select(s => (int)s), 6)),
        ["users"] = (a, b) => ChiSquare.TwoSamples(NotebookRun.Histogram(a.Users, 120), NotebookRun.Histogram(b.Users, 120)),
        ["hours"] = (a, b) => ChiSquare.TwoSamples(NotebookRun.Histogram(a.Times.Select(time => time.Hour), 24), NotebookRun.Histogram(b.Times.Select(time => time.Hour), 24)),
        ["days ago"] = (a, b) => KolmogorovSmirnov.TwoSamples(a.DaysAgo, b.DaysAgo),
        ["repeats"] = (a, b) => ChiSquare.TwoSamples(a.Repeats(), b.Repeats()),
        ["preference"] = (a, b) => ChiSquare.TwoSamples(a.TopTypeShares(), b.TopTypeShares()),
    };

    public static TheoryData<string> Names => [.. Tests.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Notebook_AgainstItsOwnOutput_IsTheSameLaw(string test)
    {
        foreach (var number in (int[])[1, 2, 3])
        {
            var file = NotebookRun.FromFile(SharedData.Find($"notebook_run_{number}.csv"));
            var simulated = NotebookRun.Simulated(AsOf(BuiltInProfiles.Notebook, file), Seed + (ulong)number);
            Assert.True(Tests[test](file, simulated) > Level, $"{test} differ from notebook_run_{number}.csv");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void WrongProfile_AgainstTheNotebook_IsFoundOut(string test)
    {
        var file = NotebookRun.FromFile(SharedData.Find("notebook_run_1.csv"));
        var wrong = NotebookRun.Simulated(AsOf(Wrong(test), file), Seed);
        Assert.True(Tests[test](file, wrong) < Level, $"{test} do not notice a wrong profile");
    }

    private static SimulationProfile AsOf(SimulationProfile profile, NotebookRun file) =>
        profile with { AsOf = new DateTimeOffset(file.AsOf, TimeSpan.Zero) };

    private static SimulationProfile Wrong(string test)
    {
        var right = BuiltInProfiles.Notebook;
        return test switch
        {
            "types" => right with { Types = [.. right.Types.Select((type, t) => type with { Weight = t == 0 ? 0.2 : 0.4 })] },
            "values" => right with { Types = [.. right.Types.Select(type => type with { Values = [.. type.Values.Select((value, v) => value with { Popularity = v == 0 ? 1.4 : 1 })] })] },
            "strengths" => right with { Strength = right.Strength with { Law = [0.14, 0.15, 0.25, 0.25, 0.21] } },
            "users" => right with { Activity = new() { ZipfExponent = 0.2 } },
            "hours" => right with { Clock = right.Clock with { Mode = ClockMode.Clock } },
            "days ago" => right with { Recency = right.Recency with { MeanDays = 12.5 } },
            "repeats" => right with { Types = [.. right.Types.Select(type => type with { Values = [.. type.Values.Take(3)] })] },
            "preference" => right with { Preference = new() { Share = 0.9, Strength = 0.9 } },
            _ => throw new ArgumentException(test),
        };
    }
}
