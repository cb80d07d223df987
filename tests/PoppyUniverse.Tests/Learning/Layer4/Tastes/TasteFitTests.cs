using PoppyUniverse.Interactions;
using PoppyUniverse.Interactions.Splits;
using PoppyUniverse.Learning;
using PoppyUniverse.Learning.Layer4;
using PoppyUniverse.Simulation;

namespace PoppyUniverse.Tests.Learning.Layer4.Tastes;

public sealed class TasteFitTests
{
    private const int Rank = 5;
    private static readonly InteractionLog Log = new Simulator(BuiltInProfiles.Stargazers with { Users = 60, Interactions = 6_000 }, 3).ToLog();

    [Fact]
    public void Find_OneUser_IsTheRidgeRegressionOfItsRows()
    {
        var model = Fitted(Log, 2);
        var posterior = new TastePosterior(model);
        posterior.Find(new(Log, [.. Enumerable.Range(0, Log.Users.Count).Select(user => user == 4 ? 0 : -1)], 1, model.Mean), 0);

        // written out row by row: precision P + Σ x xᵀ / σ², mean from Σ x (y − mean − μ) / σ²
        var width = 2 + Rank;
        var (precision, right, squares) = (new double[width, width], new double[width], 0.0);
        for (var i = 0; i < width; i++)
            precision[i, i] = i == 0 ? 1 / model.LevelVariance : i == 1 ? 1 / model.WeekendVariance : 1;
        long[] rows = [.. Log.Rows().Where(row => Log.UserIndices[row] == 4)];
        foreach (var row in rows)
        {
            var (features, left) = Features(model, Log, row);
            squares += Square(Log.Strengths[row] - model.Mean);
            for (var i = 0; i < width; i++)
            {
                right[i] += features[i] * left / model.Noise;
                for (var j = 0; j < width; j++)
                    precision[i, j] += features[i] * features[j] / model.Noise;
            }
        }

        for (var i = 0; i < width; i++)
        {
            Assert.Equal(right[i], Enumerable.Range(0, width).Sum(j => precision[i, j] * posterior.Mean[j]), 1e-9);
            for (var j = 0; j < width; j++)
                Assert.Equal(i == j ? 1 : 0, Enumerable.Range(0, width).Sum(k => precision[i, k] * posterior.Covariance[(k * model.UserWidth) + j]), 1e-9);
        }

        Assert.Equal(rows.Length, posterior.Rows);
        var expected = rows.Sum(row =>
        {
            var (features, left) = Features(model, Log, row);
            var spread = Enumerable.Range(0, width).Sum(i => Enumerable.Range(0, width).Sum(j => features[i] * features[j] * posterior.Covariance[(i * model.UserWidth) + j]));
            return Square(left - Enumerable.Range(0, width).Sum(i => features[i] * posterior.Mean[i])) + spread;
        });
        Assert.Equal(expected, squares + posterior.Residual, 1e-6);
    }

    [Fact]
    public void Run_LogOfAKnownModel_FindsItsNoiseAndAnswers()
    {
        // level of a user, and a value that pleases half of them in the morning and the other half at night
        var draws = RandomStream.FromSeed(8).Sequence();
        var log = SmallLogs.Make(40_000, i =>
        {
            var (user, value, hour) = (i % 100, i / 100 % 4, i / 400 % 24);
            var liked = (user % 2 == 0 ? 1 : -1) * (value < 2 ? 1 : -1) * Math.Cos(2 * Math.PI * hour / 24);
            return new(user, value, (byte)Math.Clamp(Math.Floor(3 + liked + draws.NextDouble()), 1, 5), hour * TimeSlot.MicrosecondsPerHour);
        });
        var model = Fitted(log, 12);
        Assert.InRange(model.Noise, 0.1, 0.2); // rounding to whole numbers: about 1/6
        Assert.InRange(model.LevelVariance, 0, 0.01);
        Assert.True(Squares(1) > 10 * Math.Max(Squares(0), Squares(2))); // all of it turns with the cosine

        double Squares(int b) => Enumerable.Range(0, 4).Sum(value => Enumerable.Range(1, Rank).Sum(r => Square(model.OfValue[(value * model.ValueLength) + (b * model.Width) + r])));
    }

    [Fact]
    public void Run_NothingButChance_LearnsHardlyAnything()
    {
        var log = new Simulator(BuiltInProfiles.Notebook, 5).ToLog();
        var statistics = LogStatistics.Of(log);
        var fit = Fit(log, Rank);
        fit.Run(12, CancellationToken.None);
        var (model, users) = (fit.Model, fit.Users());
        var answers = log.Rows().Select(row => Answer(model, users, log, row) - model.Mean);
        Assert.InRange(Math.Sqrt(answers.Average(Square)), 0, 0.25); // of a deviation of 1.28, on the rows it was made from
        Assert.InRange(model.Noise, 0.9 * statistics.StrengthVariance, 1.01 * statistics.StrengthVariance);
    }

    [Fact]
    public void Users_MoreThanValuesAreLearnedFrom_AllHaveAnAnswer()
    {
        const int Many = 40_000;
        var log = SmallLogs.Make(3 * Many, i => new(i % Many, i % 5, (byte)(i % Many % 2 == 0 ? 1 : 5), i));
        var fit = Fit(log, 1);
        fit.Run(3, CancellationToken.None);
        var users = fit.Users();
        Assert.All(Enumerable.Range(0, Many), user => Assert.Equal(user % 2 == 0, users[user * 3] < 0));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1_000)]
    public void Train_Stargazers_LearnsMoreThanLayer3(int rowsOfUser)
    {
        var split = Split.ByTime(new Simulator(BuiltInProfiles.Stargazers with { Interactions = 120L * rowsOfUser }, 7).ToLog(), 0.8);
        var network = Layer4Trainer.Train(split.Train, new() { Rating = new() { Epochs = 0 } }, RandomStream.FromSeed(1), new() { Threads = 2 }).Model;
        var factors = Layer3Trainer.Train(split.Train, new(), RandomStream.FromSeed(1), new() { Threads = 2 }).Model;
        Assert.True(Error(network) < Error(factors) - 0.02);

        double Error(IRecommender model)
        {
            var answers = PredictionBuffer.Of(model, split.Test, 2).ExpectedStrengths;
            return Math.Sqrt(split.Test.Rows().Average(row => Square(answers[(int)row] - split.Test.Strengths[row])));
        }
    }

    [Fact]
    public void Write_Network_AnswersWhatTheModelDoes()
    {
        var options = new Layer4Options { ValidationFraction = 0, Rating = new() { Epochs = 0, Factors = 18 } };
        var network = PredictionBuffer.Of(Layer4Trainer.Train(Log, options, RandomStream.FromSeed(1), new()).Model, Log, 1).ExpectedStrengths;
        var fit = Fit(Log, Rank);
        fit.Run(options.Rating.TasteSweeps, CancellationToken.None);
        var users = fit.Users();
        Assert.All(Log.Rows(), row => Assert.Equal(Math.Clamp(Answer(fit.Model, users, Log, row), 1, 5), network[(int)row], 1e-4));
    }

    private static TasteModel Fitted(InteractionLog log, int sweeps)
    {
        var fit = Fit(log, Rank);
        fit.Run(sweeps, CancellationToken.None);
        return fit.Model;
    }

    // as the trainer begins
    private static TasteFit Fit(InteractionLog log, int rank)
    {
        var statistics = LogStatistics.Of(log);
        var model = new TasteModel(log.Catalog.ValueCount, rank, (statistics.MeanStrength, statistics.StrengthVariance), RandomStream.FromSeed(1).Split("tastes"));
        return new(log, model, (2, Ranks.Alone(statistics, 8)));
    }

    private static double Answer(TasteModel model, float[] users, InteractionLog log, long row)
    {
        var (features, left) = Features(model, log, row);
        var user = log.UserIndices[row] * features.Length;
        return log.Strengths[row] - left + Enumerable.Range(0, features.Length).Sum(i => features[i] * users[user + i]);
    }

    // what multiplies the user's numbers, and Strength less mean and value
    private static (double[] Features, double Left) Features(TasteModel model, InteractionLog log, long row)
    {
        var slot = TimeSlot.FromUnixMicroseconds(log.UnixMicroseconds[row]);
        var angle = 2 * Math.PI * slot.Hour / 24;
        double[] basis = [1, Math.Sqrt(2) * Math.Cos(angle), Math.Sqrt(2) * Math.Sin(angle)];
        double Sum(int r) => Enumerable.Range(0, 3).Sum(b => basis[b] * model.OfValue[(log.ValueIndices[row] * model.ValueLength) + (b * model.Width) + r]);
        return ([1, slot.IsWeekend ? 1 : -1, .. Enumerable.Range(1, model.Rank).Select(Sum)], log.Strengths[row] - model.Mean - Sum(0));
    }

    private static double Square(double x) => x * x;
}
