using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Learning.Layer3;
using PoppyUniverse.Simulation;

namespace PoppyUniverse.Tests.Learning.Layer3;

public sealed class ChoicePoolTests
{
    private static readonly InteractionLog Log = new Simulator(BuiltInProfiles.Stargazers with { Users = 60, Interactions = 6_000 }, 9).ToLog();

    [Fact]
    public void Fit_Loss_IsWhatTheFinishedModelLoses_AndNoNeighborIsBetter()
    {
        var (factors, rows) = Problem();
        var (weights, loss) = new ChoicePool(rows, 2).Fit(factors, ChoiceWeights.Prior, useFactors: true, CancellationToken.None);
        Assert.Equal(Loss(factors, weights, rows), loss, 1e-4);
        var at = weights.ToArray();
        for (var i = 0; i < at.Length; i++)
        {
            foreach (var step in (double[])[-0.1, 0.1])
            {
                double[] near = [.. at];
                near[i] += step * (i == 0 ? 5 : 1);
                // up to what the weak prior weighs
                Assert.True(near[i] < 0 || Loss(factors, ChoiceWeights.Of(near), rows) > loss - (2.0 / rows.Length));
            }
        }
    }

    [Fact]
    public void Fit_AnyThreads_GivesTheSameBits()
    {
        var (factors, rows) = Problem();
        Assert.Equal(
            new ChoicePool(rows, 1).Fit(factors, ChoiceWeights.Prior, useFactors: true, CancellationToken.None),
            new ChoicePool(rows, 4).Fit(factors, ChoiceWeights.Prior, useFactors: true, CancellationToken.None));
    }

    [Fact]
    public void Score_PriorWeights_IsTheUsersCountsDrawnTowardPopularity()
    {
        var (factors, _) = Problem();
        var probabilities = new float[21];
        new FactorChoice(factors, ChoiceWeights.Prior).Score((factors.UserFactor.Data, factors.Picks), new([.. Enumerable.Repeat(3, 21)], [.. Enumerable.Range(0, 21)], new TimeSlot[21]), probabilities);
        Assert.Equal(1, probabilities.Sum(), 1e-5f);
        var own = Log.Rows().Where(row => Log.UserIndices[row] == 3).ToList();
        for (var value = 0; value < 21; value++)
        {
            var popularity = (Log.Rows().Count(row => Log.ValueIndices[row] == value) + 1) / (Log.Count + 21.0);
            Assert.Equal((own.Count(row => Log.ValueIndices[row] == value) + (5 * popularity)) / (own.Count + 5), probabilities[value], 1e-5);
        }
    }

    private static double Loss(ChoiceFactors factors, ChoiceWeights weights, Interaction[] rows)
    {
        var probabilities = new float[rows.Length];
        new FactorChoice(factors, weights).Score(
            (factors.UserFactor.Data, factors.Picks), new([.. rows.Select(row => row.UserIndex)], [.. rows.Select(row => row.ValueIndex)], [.. rows.Select(row => row.Slot)]), probabilities);
        return probabilities.Average(probability => -Math.Log(probability));
    }

    // factors of all rows, judged on rows of another world, so that no weight is zero or without bound
    private static (ChoiceFactors Factors, Interaction[] Rows) Problem()
    {
        Interaction[] rows = [.. Log.Rows().Select(row => Log[row])];
        var factors = ChoiceFactors.Count(rows, (60, 21), (6, new(0, 0)));
        RatingStartingPoint.DrawByName(factors.ValueFactor, Log.Catalog, RandomStream.FromSeed(2));
        var als = new ImplicitAls(factors, new(6, 0.01, 10, 0), 1, 1);
        als.SolveUsers(CancellationToken.None);
        als.SolveValues(CancellationToken.None);
        als.SolveUsers(CancellationToken.None);
        var later = new Simulator(BuiltInProfiles.Stargazers with { Users = 60, Interactions = 3_000 }, 9).ToLog();
        return (factors, [.. later.Rows().Select(row => later[row])]);
    }
}
