using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Learning.Layer4;
using PoppyUniverse.Simulation;

namespace PoppyUniverse.Tests.Learning.Layer4.Tastes;

public sealed class ChoiceTasteTests
{
    private const int Rank = 4;
    private const int User = 4;
    private static readonly InteractionLog Log = new Simulator(BuiltInProfiles.Stargazers with { Users = 60, Interactions = 6_000 }, 3).ToLog();

    [Fact]
    public void Find_OneUser_IsTheMostLikelyUnderPriorAndPicks()
    {
        var model = Fitted(Log, 3);
        var posterior = Find(model, 20);
        var most = LogPosterior(model, posterior.Mean);
        for (var i = 0; i < Rank; i++)
        {
            const double Step = 1e-4;
            Assert.Equal(0, (LogPosterior(model, Moved(i, Step)) - LogPosterior(model, Moved(i, -Step))) / (2 * Step), 0.05);
            Assert.True(LogPosterior(model, Moved(i, 0.5)) < most - 0.05);
            Assert.True(LogPosterior(model, Moved(i, -0.5)) < most - 0.05);
        }

        double[] Moved(int i, double by) => [.. posterior.Mean.Select((mean, at) => at == i ? mean + by : mean)];
    }

    [Fact]
    public void Find_OneUser_HasTheCovarianceOfItsFreePicks()
    {
        var model = Fitted(Log, 3);
        var posterior = Find(model, 20);
        // precision I + Σ over hours of free picks · Cov(features), and its product with the covariance
        var precision = new double[Rank, Rank];
        for (var hour = 0; hour < TimeSlot.Hours; hour++)
        {
            var (law, features) = (Law(model, posterior.Mean, hour), Features(model, hour));
            for (var i = 0; i < Rank; i++)
            {
                for (var j = 0; j < Rank; j++)
                {
                    var (together, first, second) = (law.Select((p, v) => p * features[v][i] * features[v][j]).Sum(), law.Select((p, v) => p * features[v][i]).Sum(), law.Select((p, v) => p * features[v][j]).Sum());
                    precision[i, j] += (hour == 0 && i == j ? 1 : 0) + (posterior.Free(hour) * (together - (first * second)));
                }
            }
        }

        var width = DenseRows.Padded(Rank);
        for (var i = 0; i < Rank; i++)
        {
            for (var j = 0; j < Rank; j++)
                Assert.Equal(i == j ? 1 : 0, Enumerable.Range(0, Rank).Sum(k => precision[i, k] * posterior.Covariance[(k * width) + j]), 0.01);
        }
    }

    [Fact]
    public void Add_OneUser_IsTheMeanGradientUnderItsPosterior()
    {
        var model = Fitted(Log, 3);
        var (posterior, length) = (Find(model, 20), ChoiceSums.Length(model));
        var sums = new double[model.Values * length];
        new ChoiceSums(new(model), sums).Add(posterior);

        const int Draws = 4_000;
        var (draws, expected) = (RandomStream.FromSeed(2).Sequence(), new double[model.Values * length]);
        var root = Root(posterior.Covariance);
        for (var draw = 0; draw < Draws; draw++)
        {
            double[] normals = [.. Enumerable.Range(0, Rank).Select(_ => PortableMath.NormalQuantile(draws.NextDouble()))];
            foreach (var sign in (int[])[1, -1])
            {
                double[] tastes = [.. Enumerable.Range(0, Rank).Select(i => posterior.Mean[i] + (sign * Enumerable.Range(0, Rank).Sum(j => root[i, j] * normals[j])))];
                AddGradient(model, posterior, tastes, 0.5 / Draws, expected);
            }
        }

        for (var value = 0; value < model.Values; value++)
        {
            for (var i = 0; i < model.ValueLength; i++)
                Assert.Equal(expected[(value * length) + i], sums[(value * length) + i], 0.25); // of up to 20
        }
    }

    [Fact]
    public void Write_Tastes_MakeTheNetworkAnswerAsTheModelDoes()
    {
        var options = new ChoiceNetworkOptions { Factors = (3 * Rank) + 2 };
        var fit = Fit(Log, ChoiceTasteStart.RankFor(options));
        fit.Run(3, CancellationToken.None);
        var statistics = LogStatistics.Of(Log);
        var parameters = ChoiceParameters.Start(options, statistics, (RandomStream.FromSeed(1), (0, Log.Users.Count)));
        ChoiceTasteStart.Write(fit.Model, fit.Users(), parameters);
        var part = new ChoicePart(options, parameters, (null, default));
        for (var hour = 0; hour < TimeSlot.Hours; hour += 5)
        {
            var probabilities = new float[fit.Model.Values];
            part.Score(new([.. probabilities.Select(_ => User)], [.. Enumerable.Range(0, probabilities.Length)], [.. probabilities.Select(_ => TimeSlot.Of(hour, 2))]), probabilities);
            var law = Law(fit.Model, [.. fit.Users().Skip(User * Rank).Take(Rank).Select(taste => (double)taste)], hour);
            for (var value = 0; value < law.Length; value++)
                Assert.Equal(law[value], probabilities[value], 1e-5);
        }
    }

    [Fact]
    public void Run_TastesThatTurnWithTheHour_AreFoundInTheWave()
    {
        // half of the users pick values 0 and 1 at noon and 2 and 3 at night, the others the other way round
        var draws = RandomStream.FromSeed(8).Sequence();
        var log = SmallLogs.Make(40_000, i =>
        {
            var (user, hour) = (i % 100, i / 100 % 24);
            var first = draws.NextDouble() < 1 / (1 + Math.Exp((user % 2 == 0 ? 2 : -2) * Math.Cos(2 * Math.PI * hour / 24)));
            return new(user, (first ? 0 : 2) + (draws.NextDouble() < 0.5 ? 0 : 1), 3, hour * TimeSlot.MicrosecondsPerHour);
        });
        var model = Fitted(log, 12);
        Assert.True(Squares(1) > 4 * Math.Max(Squares(0), Squares(2)), $"{Squares(0)}, {Squares(1)}, {Squares(2)}");

        double Squares(int b) => Enumerable.Range(0, 4).Sum(value => Enumerable.Range(1, Rank).Sum(r => Math.Pow(model.OfValue[(value * model.ValueLength) + (b * model.Width) + r], 2)));
    }

    [Fact]
    public void Picks_UserWithMoreRowsThanAllowed_KeepsEveryFew()
    {
        var log = SmallLogs.Make(1_000, i => new(i % 10 == 0 ? 1 : 0, i % 4, 3, i % 24 * TimeSlot.MicrosecondsPerHour));
        var picks = new ChoicePicks(log, [0, 1], LogStatistics.Of(log).UserCounts, (100, new(log, 0, Alone.Instance)));
        Assert.Equal((100, 100), (picks.Codes(0).Length, picks.Codes(1).Length));
        var values = log.Catalog.ValueCount;
        Assert.Equal(log.Rows().Where(row => log.UserIndices[row] == 0).Where((_, index) => index % 9 == 0).Select(row => (log[row].Slot.Hour * values) + log.ValueIndices[row]), picks.Codes(0).ToArray());
    }

    private static ChoiceTasteFit Fit(InteractionLog log, int rank) =>
        new(log, LogStatistics.Of(log), (rank, 0, RandomStream.FromSeed(1)), (2, Ranks.Alone(LogStatistics.Of(log), 8)));

    private static ChoiceTastes Fitted(InteractionLog log, int sweeps)
    {
        var fit = Fit(log, Rank);
        fit.Run(sweeps, CancellationToken.None);
        return fit.Model;
    }

    private static ChoicePosterior Find(ChoiceTastes model, int steps)
    {
        var posterior = new ChoicePosterior(new(model));
        var slots = Enumerable.Range(0, Log.Users.Count).Select(user => user == User ? 0 : -1).ToArray();
        posterior.Find(new(Log, slots, LogStatistics.Of(Log).UserCounts, (1_000, new(Log, 0, Alone.Instance))), 0, steps);
        return posterior;
    }

    // written out pick by pick: ln ((1 − h) p + h · share of the other picks) − ½ |w|²
    private static double LogPosterior(ChoiceTastes model, double[] tastes)
    {
        const double Prior = 5;
        long[] rows = [.. Log.Rows().Where(row => Log.UserIndices[row] == User)];
        return rows.Sum(row =>
        {
            var (value, others) = (Log.ValueIndices[row], rows.Count(other => other != row && Log.ValueIndices[other] == Log.ValueIndices[row]));
            var habit = (others + (Prior * model.Popularity[value])) / (rows.Length - 1 + Prior);
            return Math.Log(((1 - model.Habit) * Law(model, tastes, Log[row].Slot.Hour)[value]) + (model.Habit * habit));
        }) - tastes.Sum(taste => taste * taste / 2);
    }

    private static double[] Law(ChoiceTastes model, double[] tastes, int hour)
    {
        var features = Features(model, hour);
        double[] powers = [.. features.Select(feature => Math.Exp(feature[^1] + Enumerable.Range(0, Rank).Sum(r => feature[r] * tastes[r])))];
        return [.. powers.Select(power => power / powers.Sum())];
    }

    // of each value what multiplies the tastes, then everybody's logit
    private static double[][] Features(ChoiceTastes model, int hour) => [.. Enumerable.Range(0, model.Values).Select(value =>
        (double[])[.. Enumerable.Range(1, Rank).Append(0).Select(r => Enumerable.Range(0, 3).Sum(b => Basis(hour, b) * model.OfValue[(value * model.ValueLength) + (b * model.Width) + r]))])];

    private static double Basis(int hour, int b) => b == 0 ? 1 : Math.Sqrt(2) * (b == 1 ? Math.Cos(2 * Math.PI * hour / 24) : Math.Sin(2 * Math.PI * hour / 24));

    // Σ over hours of B_b (free picks of a value − all free picks · p) (1, w)
    private static void AddGradient(ChoiceTastes model, ChoicePosterior posterior, double[] tastes, double weight, double[] to)
    {
        for (var value = 0; value < model.Values; value++)
        {
            for (var b = 0; b < 3; b++)
            {
                var at = (value * ChoiceSums.Length(model)) + (b * model.Width);
                to[at] += weight * posterior.Picked(b)[value];
                for (var r = 0; r < Rank; r++)
                    to[at + 1 + r] += weight * posterior.Picked(b)[value] * tastes[r];
            }
        }

        for (var hour = 0; hour < TimeSlot.Hours; hour++)
        {
            if (posterior.Free(hour) == 0)
                continue;
            var law = Law(model, tastes, hour);
            for (var value = 0; value < model.Values; value++)
            {
                for (var b = 0; b < 3; b++)
                {
                    var (at, expected) = ((value * ChoiceSums.Length(model)) + (b * model.Width), weight * posterior.Free(hour) * law[value] * Basis(hour, b));
                    to[at] -= expected;
                    for (var r = 0; r < Rank; r++)
                        to[at + 1 + r] -= expected * tastes[r];
                }
            }
        }
    }

    // the lower triangle L with L Lᵀ = covariance
    private static double[,] Root(double[] covariance)
    {
        var (width, root) = (DenseRows.Padded(Rank), new double[Rank, Rank]);
        for (var i = 0; i < Rank; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var left = covariance[(i * width) + j] - Enumerable.Range(0, j).Sum(k => root[i, k] * root[j, k]);
                root[i, j] = i == j ? Math.Sqrt(left) : left / root[j, j];
            }
        }

        return root;
    }
}
