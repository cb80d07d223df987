using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Learning.Layer3;
using PoppyUniverse.Simulation;

namespace PoppyUniverse.Tests.Learning.Layer3;

public sealed class ImplicitAlsTests
{
    private const int Users = 15;

    private static readonly ChoiceCandidate Size = new(5, 0.02, 0.8, 10);

    [Fact]
    public void SolveUsersAndValues_AreTheDenseTwins()
    {
        var (rows, factors, recency) = Problem();
        var als = new ImplicitAls(factors, Size, 0.9, 2);
        for (var user = 0; user < Users; user++)
        {
            var expected = Dense(rows, recency, (user, true), factors.ValueFactor);
            als.SolveUsers(CancellationToken.None);
            Same(expected, factors.UserFactor, user);
        }

        for (var value = 0; value < 21; value++)
        {
            var expected = Dense(rows, recency, (value, false), factors.UserFactor);
            als.SolveValues(CancellationToken.None);
            Same(expected, factors.ValueFactor, value);
        }
    }

    [Fact]
    public void Objective_IsTheSumOverAllUsersAndValues_AndNeverRises()
    {
        var (rows, factors, recency) = Problem();
        var als = new ImplicitAls(factors, Size, 0.9, 1);
        var before = als.Objective();
        for (var half = 0; half < 16; half++)
        {
            if (half % 2 == 0)
                als.SolveUsers(CancellationToken.None);
            else
                als.SolveValues(CancellationToken.None);
            Assert.True(als.Objective() <= before * (1 + 1e-6));
            before = als.Objective();
        }

        var plain = 0.0;
        for (var user = 0; user < Users; user++)
        {
            for (var value = 0; value < 21; value++)
            {
                var product = Enumerable.Range(0, 5).Sum(i => (double)factors.UserFactor.Data[(user * 5) + i] * factors.ValueFactor.Data[(value * 5) + i]);
                plain += (Weight(rows, recency, user, value) * Math.Pow(1 - product, 2)) + (Size.UnobservedWeight * product * product);
            }
        }

        plain += Enumerable.Range(0, Users).Sum(user => Ridge(rows, recency, (user, true)) * Square(factors.UserFactor, user));
        plain += Enumerable.Range(0, 21).Sum(value => Ridge(rows, recency, (value, false)) * Square(factors.ValueFactor, value));
        Assert.Equal(plain, before, 1e-4 * plain);
    }

    private static double[] Dense(Interaction[] rows, Recency recency, (int Group, bool OfUser) at, NamedTensor others)
    {
        var dense = new DenseLeastSquares(5);
        for (var other = 0; other < others.Shape[0]; other++)
        {
            double[] vector = [.. others.Data.AsSpan(other * 5, 5).ToArray()];
            dense.Add(vector, 1, at.OfUser ? Weight(rows, recency, at.Group, other) : Weight(rows, recency, other, at.Group));
            dense.Add(vector, 0, Size.UnobservedWeight);
        }

        return dense.Solve(_ => Ridge(rows, recency, at));
    }

    private static double Ridge(Interaction[] rows, Recency recency, (int Group, bool OfUser) at) => Size.Regularization * Math.Pow(
        rows.Where(row => (at.OfUser ? row.UserIndex : row.ValueIndex) == at.Group).Sum(row => (double)recency.Of(row.UnixMicroseconds)) + (Size.UnobservedWeight * (at.OfUser ? 21 : Users)), 0.9);

    private static double Weight(Interaction[] rows, Recency recency, int user, int value) =>
        rows.Where(row => row.UserIndex == user && row.ValueIndex == value).Sum(row => (double)recency.Of(row.UnixMicroseconds));

    private static double Square(NamedTensor table, int row) => table.Data.AsSpan(row * 5, 5).ToArray().Sum(entry => (double)entry * entry);

    private static void Same(double[] expected, NamedTensor table, int row) =>
        Assert.All(expected.Zip(table.Data.AsSpan(row * 5, 5).ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-4));

    private static (Interaction[] Rows, ChoiceFactors Factors, Recency Recency) Problem()
    {
        var log = new Simulator(BuiltInProfiles.Stargazers with { Users = Users, Interactions = 400 }, 3).ToLog();
        Interaction[] rows = [.. log.Rows().Select(row => log[row])];
        var recency = new Recency(10, rows.Max(row => row.UnixMicroseconds));
        var factors = ChoiceFactors.Count(rows, (Users, 21), (5, recency));
        RatingStartingPoint.DrawByName(factors.ValueFactor, log.Catalog, RandomStream.FromSeed(2));
        return (rows, factors, recency);
    }
}
