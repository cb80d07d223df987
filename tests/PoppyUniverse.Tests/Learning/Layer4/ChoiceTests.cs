using PoppyUniverse.Interactions;
using PoppyUniverse.Interactions.Splits;
using PoppyUniverse.Learning;
using PoppyUniverse.Learning.Baselines;
using PoppyUniverse.Learning.Layer4;
using PoppyUniverse.Simulation;

namespace PoppyUniverse.Tests.Learning.Layer4;

public sealed class ChoiceTests
{
    private static readonly Layer4Options Options = new() { Targets = PredictionTargets.Choice };

    [Fact]
    public void Train_Stargazers_PredictsChoicesBetterThanPopularityAndNotBeyondTheOracle()
    {
        var simulator = new Simulator(BuiltInProfiles.Stargazers, 2);
        var split = Split.ByTime(simulator.ToLog(), 0.8);
        var scores = PredictionBuffer.Of(Train(split.Train, Options), split.Test, 2);
        var oracle = Oracle.For(simulator, split.TestRows);
        var model = split.Test.Rows().Average(row => -Math.Log(scores.ChoiceProbabilities[row]));
        var best = split.Test.Rows().Average(row => -Math.Log(oracle.ChoiceProbabilities[row]));
        var counts = LogStatistics.Of(split.Train).ValueCounts;
        var popularity = split.Test.Rows().Average(row => -Math.Log((counts[split.Test.ValueIndices[row]] + 1.0) / (split.Train.Count + counts.Length)));
        Assert.True(best < model && model < popularity - 0.1, $"oracle {best}, model {model}, popularity {popularity}");
    }

    [Fact]
    public void Score_AllValues_AddsUpToOneForEveryContext()
    {
        var model = Train(new Simulator(BuiltInProfiles.Stargazers with { Interactions = 2_000 }, 1).ToLog(), Options);
        foreach (var user in (int[])[IdMap.Unknown, 0, 50])
        {
            var probabilities = new float[21];
            model.Score(new([.. Enumerable.Repeat(user, 21)], [.. Enumerable.Range(0, 21)], new TimeSlot[21]), new() { ChoiceProbabilities = probabilities });
            Assert.Equal(1, probabilities.Sum(), 1e-5);
            var shuffled = new float[2];
            model.Score(new([user, 3], [20, 4], new TimeSlot[2]), new() { ChoiceProbabilities = shuffled });
            Assert.Equal(probabilities[20], shuffled[0]);
        }
    }

    [Fact]
    public void Train_SampledSoftmax_LearnsNearlyWhatTheFullOneLearns()
    {
        var split = Split.ByTime(new Simulator(BuiltInProfiles.Stargazers with { Interactions = 24_000 }, 4).ToLog(), 0.8);
        double Loss(ChoiceNetworkOptions choice)
        {
            var scores = PredictionBuffer.Of(Train(split.Train, Options with { Choice = choice }), split.Test, 2);
            return split.Test.Rows().Average(row => -Math.Log(scores.ChoiceProbabilities[row]));
        }

        var (full, sampled) = (Loss(new()), Loss(new() { FullSoftmaxValues = 2, SampledValues = 12 }));
        Assert.Equal(full, sampled, 0.03);
    }

    [Fact]
    public void StartBatch_ManySamples_StandForAllValuesOnAverage()
    {
        const int Values = 200, Steps = 4_000;
        var catalog = new Catalog([("All", [.. Enumerable.Range(0, Values).Select(value => $"v{value}")])]);
        var columns = new InteractionColumns();
        for (var row = 0; row < 1_000; row++)
            columns.Append(new(0, row * row % Values, 0, row));
        var statistics = LogStatistics.Of(new(catalog, IdMap.Range(1, 1), columns));
        var options = new ChoiceNetworkOptions { FullSoftmaxValues = 2, SampledValues = 50 };
        var head = new ChoiceHead(options, ChoiceParameters.Zeros(options, 1, catalog), statistics, (RandomStream.FromSeed(1), 1, 1));
        var sums = new double[Values];
        for (var step = 1; step <= Steps; step++)
        {
            head.StartBatch([3], step);
            for (var c = 0; c < head.Candidates.Count; c++)
                sums[head.Candidates.Values[c]] += Math.Exp(head.LogWeights!.Span[c]);
        }

        // each value stands for itself: the mean weight is 1, within five of its standard errors
        Assert.All(sums, sum => Assert.InRange(sum / Steps, 0.8, 1.2));
        Assert.Equal(Values, sums.Sum() / Steps, 2.0);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(100)]
    public void Train_FewOrSomeRowsAUser_IsNeverBelowTheUsersOwnCounts(int rowsPerUser)
    {
        var split = Split.ByTime(new Simulator(BuiltInProfiles.Stargazers with { Interactions = 120 * rowsPerUser }, 7).ToLog(), 0.8);
        var model = PredictionBuffer.Of(Train(split.Train, Options), split.Test, 2);
        var counts = PredictionBuffer.Of(CountBaseline.UserCounts(split.Train), split.Test, 2);
        Assert.True(LogLoss(model) < LogLoss(counts) + 0.02, $"{LogLoss(model)} against {LogLoss(counts)}");

        double LogLoss(PredictionBuffer scores) => split.Test.Rows().Average(row => -Math.Log(scores.ChoiceProbabilities[row]));
    }

    [Fact]
    public void Memory_OfALog_IsTheLawOfTheUsersCountsAtTheTime()
    {
        var log = new Simulator(BuiltInProfiles.Stargazers with { Interactions = 2_000 }, 1).ToLog();
        var (memory, baseline) = (ChoiceMemory.Of(log), CountBaseline.UserTimeCounts(log));
        int[] users = [.. Enumerable.Range(-1, 121).SelectMany(user => Enumerable.Repeat(user, 21))], values = [.. Enumerable.Range(0, users.Length).Select(i => i % 21)];
        var expected = new float[users.Length];
        TimeSlot[] slots = [.. users.Select((_, i) => new TimeSlot((byte)(i % TimeSlot.Count)))];
        baseline.Score(new(users, values, slots), new() { ChoiceProbabilities = expected });
        for (var i = 0; i < users.Length; i++)
            Assert.Equal(expected[i], memory.Probability(users[i], values[i], slots[i]), 1e-6);
    }

    [Fact]
    public void Memory_UsersOfFewAndOfManyRows_HaveTheCountsOfAPlainTwin()
    {
        // 24 keys: user 0 has more rows than that, 1 and 3 as many and fewer, 2 none
        var rows = Enumerable.Range(0, 2_030).Select(i => (User: i < 2_000 ? 0 : i < 2_024 ? 1 : 3, Value: i * i % 7 % 2, Time: i * 5L * TimeSlot.MicrosecondsPerHour)).ToList();
        var columns = new InteractionColumns();
        foreach (var (user, value, time) in rows)
            columns.Append(new(user, value, 0, time));
        var memory = ChoiceMemory.Of(new(new([("Film", ["Noir", "Drama"])]), IdMap.Range(0, 4), columns));
        var byKey = rows.GroupBy(row => (row.User, Key: (DayParts.Part(TimeSlot.FromUnixMicroseconds(row.Time)) * 2) + row.Value)).OrderBy(group => group.Key).ToList();
        var byValue = rows.GroupBy(row => (row.User, row.Value)).OrderBy(group => group.Key).ToList();
        Assert.Equal(byKey.Select(group => (long)group.Key.Key), memory.Keys);
        Assert.Equal(byKey.Select(group => (long)group.Count()), memory.KeyCounts);
        Assert.Equal(Enumerable.Range(0, 5).Select(user => (long)byKey.Count(group => group.Key.User < user)), memory.KeyStarts);
        Assert.Equal(byValue.Select(group => (long)group.Key.Value), memory.Values);
        Assert.Equal(byValue.Select(group => (long)group.Count()), memory.Counts);
        Assert.Equal(Enumerable.Range(0, 5).Select(user => (long)byValue.Count(group => group.Key.User < user)), memory.Starts);
    }

    [Fact]
    public void Memory_BestShares_PicksOfValuesHardlySeen_GoToTheFlatLaw()
    {
        // a hundred values, of which one in ten was picked before; afterwards all are picked alike
        var catalog = new Catalog([("Book", [.. Enumerable.Range(0, 100).Select(i => $"{i}")])]);
        var (seen, later) = (new InteractionColumns(), new InteractionColumns());
        for (var row = 0; row < 1_000; row++)
        {
            seen.Append(new(row % 4, row % 10, 0, row));
            later.Append(new(row / 100 % 4, row % 100, 0, row));
        }

        var memory = ChoiceMemory.Of(new(catalog, IdMap.Range(0, 4), seen));
        float[] network = [.. Enumerable.Range(0, 1_000).Select(row => row % 100 < 10 ? 0.1f : 0.0001f)];
        var (shares, loss) = memory.BestShares(new(catalog, IdMap.Range(0, 4), later), network, Alone.Instance);
        Assert.True(shares.Any > 0.9, $"{shares}");
        Assert.Equal(Math.Log(100), loss, 0.01);
    }

    [Fact]
    public void Memory_BestShares_AreThoseOfTheMixtureThatPicked()
    {
        // picks follow the memory's law three times in four, else a flat one
        var train = new Simulator(BuiltInProfiles.Stargazers, 1).ToLog();
        var (memory, draws) = (ChoiceMemory.Of(train), RandomStream.FromSeed(3).Sequence());
        var columns = new InteractionColumns();
        for (var row = 0; row < 20_000; row++)
            columns.Append(new(row % 120, draws.NextDouble() < 0.75 ? Pick(row % 120, TimeSlot.FromUnixMicroseconds(row)) : (int)draws.NextBelow(21), 0, row));
        var ((ever, now, any), _) = memory.BestShares(new(train.Catalog, train.Users, columns), [.. Enumerable.Repeat(1 / 21f, 20_000)], Alone.Instance);
        Assert.Equal(0.75, ever + now, 0.04);
        Assert.Equal(0, any); // the network is as flat
        Assert.True(now > 3 * ever, $"{now} of the law that was drawn from, {ever} of its coarser sister");

        int Pick(int user, TimeSlot slot)
        {
            var left = draws.NextDouble();
            var value = -1;
            do
            {
                left -= memory.Probability(user, ++value, slot);
            }
            while (left > 0 && value < 20);
            return value;
        }
    }

    [Fact]
    public void Train_ImplicitLog_NeedsNoStrength()
    {
        var log = SmallLogs.Make(3_000, i => new(i % 10, i % 10 < 5 ? i % 3 : 10 + (i % 3), Interaction.MissingStrength, i * TimeSlot.MicrosecondsPerHour));
        var model = Train(log, Options);
        Assert.Equal(PredictionTargets.Choice, model.Targets);
        var probabilities = new float[2];
        model.Score(new([0, 0], [0, 10], new TimeSlot[2]), new() { ChoiceProbabilities = probabilities });
        Assert.True(probabilities[0] > 0.2 && probabilities[1] < 0.05);
    }

    private static Layer4Model Train(InteractionLog log, Layer4Options options) =>
        Layer4Trainer.Train(log, options, RandomStream.FromSeed(1), new() { Threads = 2 }).Model;
}
