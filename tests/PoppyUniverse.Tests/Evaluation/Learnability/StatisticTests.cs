using PoppyUniverse.Evaluation.Learnability;
using PoppyUniverse.Interactions;
using PoppyUniverse.Tests.Statistics;

namespace PoppyUniverse.Tests.Evaluation.Learnability;

public sealed class StatisticTests
{
    [Fact]
    public void Grouping_OfKeys_KeepsRowsInOrder()
    {
        var groups = Grouping.Of([2, 0, 2, 2], 4);
        Assert.Equal([0, 2, 3], groups.RowsOf(2).ToArray());
        Assert.Equal((2, 2, 4), (groups.Freedom, groups.UsedCount, groups.Count));
    }

    [Fact]
    public void Matches_TwoGroups_CountsPairsAndRepeats()
    {
        // group 0 holds a a b: one of three pairs; group 1 holds a b: none. Weighted by n − 1: (2 · 1/3 + 1 · 0) / 3
        var (pairs, repeats) = new Matches(Grouping.Of([0, 0, 0, 1, 1], 2), [0, 1, 2], 3).Of([0, 0, 1, 0, 1]);
        Assert.Equal(2.0 / 9, pairs, 1e-12);
        Assert.Equal(1.0 / 5, repeats, 1e-12);
    }

    [Fact]
    public void SharedVariance_TwoGroups_IsTheMeanProductOfPairs()
    {
        var results = new double[1];
        new SharedVariance([Grouping.Of([0, 0, 1, 1], 2)]).Compute([1, 2, -3, 1], results);
        Assert.Equal((2 - 3) / 2.0, results[0], 1e-12); // 1 · 2 and −3 · 1, two freedoms
    }

    [Fact]
    public void AdditiveFit_SumOfUserAndValue_LeavesNothing()
    {
        // not all pairs are there, so that means alone do not separate users from values
        int[] users = [0, 0, 1, 1, 2, 2, 2], values = [0, 1, 1, 2, 0, 1, 2];
        byte[] strengths = [.. users.Zip(values, (user, value) => (byte)(1 + user + value))];
        Assert.All(AdditiveFit.Residuals(strengths, Grouping.Of(users, 3), Grouping.Of(values, 3)), left => Assert.Equal(0, left, 1e-4));
    }

    [Fact]
    public void Shuffle_SixThousandTimes_StaysInGroupsAndIsUniform()
    {
        var (groups, shuffler, root) = (Grouping.Of([0, 1, 0, 1, 0], 2), new Shuffler(), RandomStream.FromSeed(5));
        var orders = new Dictionary<string, long>();
        for (var i = 0; i < 6_000; i++)
        {
            var cells = "aXbYc".ToCharArray();
            shuffler.Shuffle(cells.AsSpan(), groups, root.Split(i));
            Assert.Equal("XY", string.Concat(new[] { cells[1], cells[3] }.Order()));
            var order = $"{cells[0]}{cells[2]}{cells[4]}";
            orders[order] = orders.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(6, orders.Count);
        Assert.True(ChiSquare.AgainstLaw([.. orders.Values], [.. Enumerable.Repeat(1 / 6.0, 6)]) > 1e-4);
    }

    [Fact]
    public void Holm_ThreePValues_StepsDown() =>
        Assert.Equal([0.03, 0.06, 0.06], TestRun.Holm([0.01, 0.04, 0.03]).Select(p => Math.Round(p, 12)));

    [Fact]
    public void Holm_LargePValues_StayAtOne() => Assert.Equal([1, 1], TestRun.Holm([0.7, 0.9]));
}
