using PoppyUniverse.Simulation;
using PoppyUniverse.Tests.Statistics;

namespace PoppyUniverse.Tests.Simulation;

public sealed class OracleTests
{
    public static TheoryData<string> BuiltIns => [.. BuiltInProfiles.Names];

    [Fact]
    public void For_NoSignal_SaysWhatTheLawAloneSays()
    {
        var simulator = new Simulator(BuiltInProfiles.Notebook with { Interactions = 100 }, 1);
        var oracle = Oracle.For(simulator, [.. Enumerable.Range(0, 100)]);
        Assert.All(oracle.ExpectedStrengths, expected => Assert.Equal(3.4f, expected, 1e-6f));
        // the entropy and the standard deviation of 0.10 0.15 0.25 0.25 0.25
        double[] law = [0.10, 0.15, 0.25, 0.25, 0.25];
        Assert.Equal(1.5545, -law.Sum(p => p * Math.Log(p)), 4);
        Assert.Equal(1.2806, Math.Sqrt(law.Select((p, c) => p * Math.Pow(c + 1 - 3.4, 2)).Sum()), 4);
    }

    [Theory]
    [MemberData(nameof(BuiltIns))]
    public void For_ManyRows_ClassesHappenAsOftenAsItSays(string name)
    {
        var simulator = new Simulator(BuiltInProfiles.Find(name)! with { Users = 500, Interactions = 60_000 }, 21);
        var log = simulator.ToLog();
        var oracle = Oracle.For(simulator, [.. log.Rows()]);
        // rows in ten groups by how likely the oracle holds a 5; in each group every class must come as often as it said
        foreach (var group in log.Rows().GroupBy(row => (int)(oracle.ClassProbabilities[(row * 5) + 4] * 9.999)))
        {
            var (counts, expected) = (new long[5], new double[5]);
            foreach (var row in group)
            {
                counts[log.Strengths[row] - 1]++;
                for (var c = 0; c < 5; c++)
                    expected[c] += oracle.ClassProbabilities[(row * 5) + c];
            }

            var sum = expected.Sum();
            Assert.True(ChiSquare.AgainstLaw(counts, expected.Select(e => e / sum)) > 1e-6, $"group {group.Key}");
        }
    }

    [Theory]
    [MemberData(nameof(BuiltIns))]
    public void For_ManyRows_ChoicesHappenAsOftenAsItSays(string name)
    {
        // E[1 / P(chosen)] over the draw is the number of values that can be chosen: 21 here, whatever the history
        var simulator = new Simulator(BuiltInProfiles.Find(name)! with { Users = 200, Interactions = 100_000 }, 22);
        var oracle = Oracle.For(simulator, [.. Enumerable.Range(0, 100_000)]);
        var inverse = oracle.ChoiceProbabilities.Select(p => 1.0 / p).ToArray();
        var mean = inverse.Average();
        var error = Math.Sqrt(inverse.Sum(x => (x - mean) * (x - mean))) / inverse.Length;
        Assert.InRange((mean - 21) / error, -5, 5);
    }

    [Fact]
    public void For_SomeRows_AgreesWithAllRows()
    {
        var simulator = new Simulator(BuiltInProfiles.Stargazers with { Users = 3_000, Interactions = 150_000 }, 23);
        long[] some = [0, 1, 70_000, 149_999];
        var (part, whole) = (Oracle.For(simulator, some), Oracle.For(simulator, [.. Enumerable.Range(0, 150_000)]));
        Assert.Equal(some.Select(row => whole.ExpectedStrengths[row]), part.ExpectedStrengths);
        Assert.Equal(some.Select(row => whole.ChoiceProbabilities[row]), part.ChoiceProbabilities);
    }

    [Fact]
    public void For_Stargazers_IsBetterThanTheMean()
    {
        var simulator = new Simulator(BuiltInProfiles.Stargazers, 24);
        var log = simulator.ToLog();
        var oracle = Oracle.For(simulator, [.. log.Rows()]);
        var mean = log.Rows().Average(row => log.Strengths[row]);
        double Error(Func<long, double> expected) => log.Rows().Average(row => Math.Pow(expected(row) - log.Strengths[row], 2));
        Assert.True(Error(row => oracle.ExpectedStrengths[row]) < 0.7 * Error(_ => mean));
    }

    [Theory]
    [MemberData(nameof(BuiltIns))]
    public void Truth_RanksOfChoices_HappenAsOftenAsTheirProbabilitiesSay(string name)
    {
        // rows whose pick stands first: as many as the probabilities of the first ranks add up to
        var simulator = new Simulator(BuiltInProfiles.Find(name)! with { Users = 300, Interactions = 60_000 }, 25);
        var (rows, truth) = (new SimulatedRows(4_096), new TruthRows(4_096));
        var byRank = new double[22];
        double inverse = 0;
        for (var block = 0; block < simulator.BlockCount; block++)
        {
            for (var open = simulator.Open(block); open.Read(rows, truth);)
            {
                for (var i = 0; i < truth.Count; i++)
                {
                    byRank[truth.ChoiceRanks[i]]++;
                    inverse += truth.ChoiceRanks[i] == 1 ? 1 / truth.ChoiceProbabilities[i] : 0;
                }
            }
        }

        // E[1{rank = 1} / P(chosen)] = 1 for every row
        Assert.InRange(inverse / 60_000, 0.97, 1.03);
        Assert.True(byRank[1] > byRank[5] && byRank[5] > byRank[21]);
    }

    [Fact]
    public void NoSignal_ManyRows_ReachesTheKnownErrorAndEntropy()
    {
        var simulator = new Simulator(BuiltInProfiles.Stargazers with { Users = 1_000, Interactions = 400_000, Strength = new() { Signal = 0 } }, 26);
        var log = simulator.ToLog();
        var oracle = Oracle.For(simulator, [.. log.Rows()]);
        var squared = log.Rows().Average(row => Math.Pow(oracle.ExpectedStrengths[row] - log.Strengths[row], 2));
        var loss = log.Rows().Average(row => -Math.Log(oracle.ClassProbabilities[(row * 5) + log.Strengths[row] - 1]));
        Assert.Equal(1.2806, Math.Sqrt(squared), 0.005);
        Assert.Equal(1.5545, loss, 0.003);
    }
}
