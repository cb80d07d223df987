using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Learning.Layer3;
using PoppyUniverse.Simulation;

namespace PoppyUniverse.Tests.Learning.Layer3;

public sealed class RatingAlsTests
{
    private const double Lambda = 0.7;
    private const double Exponent = 0.5;

    private static readonly RatingPenalties Penalties = new(4, 30, 50, null, null);

    [Theory]
    [InlineData(600, 5)]
    [InlineData(40_000, 3)] // values of more than one piece
    public void SolveUsersAndValues_AreTheDenseTwins(int rows, int values)
    {
        var (data, factors) = Problem(rows, values, 6);
        var als = new RatingAls(data, factors, Penalties, (Lambda, Exponent), 2);
        for (var user = 0; user < data.UserCount; user++)
            Compare(data, factors, user, ofUser: true, () => als.SolveUsers(CancellationToken.None));
        for (var value = 0; value < values; value++)
            Compare(data, factors, value, ofUser: false, () => als.SolveValues(CancellationToken.None));
    }

    [Fact]
    public void Sweeps_NeverRaiseTheObjective()
    {
        var (data, factors) = Problem(3_000, 21, 8);
        var als = new RatingAls(data, factors, Penalties, (Lambda, Exponent), 1);
        var before = als.Objective();
        for (var half = 0; half < 20; half++)
        {
            if (half % 2 == 0)
                als.SolveUsers(CancellationToken.None);
            else
                als.SolveValues(CancellationToken.None);
            var after = als.Objective();
            Assert.True(after <= before * (1 + 1e-6), $"half sweep {half}: {before} to {after}");
            before = after;
        }
    }

    [Fact]
    public void SolveUsers_KindWithoutPenalty_KeepsNoBias()
    {
        var (data, factors) = Problem(500, 4, 2);
        new RatingAls(data, factors, new(null, 5, null, null, null), (Lambda, Exponent), 1).SolveUsers(CancellationToken.None);
        for (var user = 0; user < data.UserCount; user++)
            Assert.Equal(0, factors.UserBias.Data[user * 3]);
        Assert.Contains(factors.UserBias.Data, bias => bias != 0);
    }

    // Solves one group densely from the state before, then lets the fast one run, and compares.
    private static void Compare(RatingRows data, RatingFactors factors, int group, bool ofUser, Action run)
    {
        var parts = ofUser ? 2 : 6;
        var (unknowns, own) = (1 + parts + factors.Factors, ofUser ? data.Users : data.Values);
        var (dense, count) = (new DenseLeastSquares(unknowns), 0);
        for (var row = 0; row < data.Count; row++)
        {
            if (own[row] != group)
                continue;
            count++;
            var (userPart, valuePart) = (data.Slots[row].IsWeekend ? 1 : 0, data.Slots[row].Hour / 4);
            var features = new double[unknowns];
            features[0] = 1;
            features[1 + (ofUser ? userPart : valuePart)] = ofUser ? 1 : 0; // values have no penalty of day parts: no such bias
            var (table, other) = ofUser ? (factors.ValueFactor, data.Values[row]) : (factors.UserFactor, data.Users[row]);
            for (var i = 0; i < factors.Factors; i++)
                features[1 + parts + i] = table.Data[(other * factors.Factors) + i];
            var bias = ofUser
                ? factors.ValueBias.Data[other * 7] + factors.ValueBias.Data[(other * 7) + 1 + valuePart]
                : factors.UserBias.Data[other * 3] + factors.UserBias.Data[(other * 3) + 1 + userPart];
            dense.Add(features, data.Strengths[row] - factors.Mean.Data[0] - factors.HourBias.Data[data.Slots[row].Hour] - bias, 1);
        }

        var expected = dense.Solve(i => i == 0 ? (ofUser ? 4 : 50) : i <= parts ? (ofUser ? 30 : 1) : Lambda * Math.Pow(count, Exponent));
        run();
        var (biases, vectors) = ofUser ? (factors.UserBias, factors.UserFactor) : (factors.ValueBias, factors.ValueFactor);
        double[] found = [.. biases.Data.AsSpan(group * (1 + parts), 1 + parts).ToArray(), .. vectors.Data.AsSpan(group * factors.Factors, factors.Factors).ToArray()];
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 2e-4));
    }

    private static (RatingRows Rows, RatingFactors Factors) Problem(int rows, int values, int factors)
    {
        var log = new Simulator(BuiltInProfiles.Stargazers with { Users = 12, Interactions = rows }, 3).ToLog();
        Interaction[] all = [.. log.Rows().Select(row => log[row] with { ValueIndex = log.ValueIndices[row] % values })];
        var data = new RatingRows(all, 12, values);
        var start = new RatingFactors(factors, 12, values);
        start.Mean.Data[0] = 3.2f;
        start.HourBias.Data[20] = 0.1f;
        foreach (var table in (NamedTensor[])[start.UserFactor, start.ValueFactor])
        {
            var draws = RandomStream.FromSeed(4).Split(table.Name).Sequence();
            foreach (ref var entry in table.Data.AsSpan())
                entry = (float)draws.NextDouble() - 0.5f;
        }

        return (data, start);
    }
}
