using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Learning.Kernels;
using PoppyUniverse.Learning.Layer4;
using PoppyUniverse.Tests.Learning.Kernels;

namespace PoppyUniverse.Tests.Learning.Layer4;

public sealed class ScoringTests
{
    private const int Users = 9;

    // More values than rows that are kept, in an order that throws them out again and again.
    [Theory]
    [InlineData(21, 64, 32)]
    [InlineData(3_000, 20, 0)]
    public unsafe void Next_AnyOrderOfValuesAndHours_HasTheBitsOfTheTrainingPass(int values, int hidden, int factors)
    {
        var (shape, network) = Network(values, new() { Hidden = [hidden, 32], Factors = factors });
        var rows = Enumerable.Range(0, 500).Select(i => (User: i * i % Users, Value: i * i * 37 % values, Slot: new TimeSlot((byte)(i / 3 % TimeSlot.Count)))).ToArray();
        var (tiles, forward) = (new ScoringTiles(network), new TileForward(shape, network.Weights));
        ScoringRows asked = new([.. rows.Select(row => row.User)], [.. rows.Select(row => row.Value)], [.. rows.Select(row => row.Slot)]);
        while (tiles.Next(asked))
        {
            for (var i = 0; i < tiles.Count; i++)
            {
                var (user, value, slot) = rows[tiles.First + i];
                forward.UserRows = network.User(user);
                forward.Run([new PackedRow(0, value, slot, 0)]);
                Assert.Equal(forward.Outputs.Slice(0, shape.Outputs).ToArray(), new Span<float>(tiles.Outputs + (i * shape.OutputWidth), shape.Outputs).ToArray());
            }
        }
    }

    // Whole users × values, a user in each lane, then what breaks them off: another hour, another order, unknown ones, runs
    // too short, the end of the rows. The same users every few runs, and once two runs of one user.
    [Theory]
    [InlineData(21, 32, 64, 32)]
    [InlineData(21, 0, 16)]
    [InlineData(5, 20, 48, 32, 16)]
    [InlineData(64, 32, 64, 32)]
    [InlineData(100, 32, 64, 32)]
    [InlineData(1, 32, 64, 32)]
    public unsafe void Run_UsersTimesValues_HasTheBitsOfTheTrainingPass(int values, int factors, params int[] hidden)
    {
        var (shape, network) = Network(values, new() { Hidden = hidden, Factors = factors });
        List<(int User, int Value, TimeSlot Slot)> rows = [];
        for (var part = 0; part < 6; part++)
        {
            for (var i = 0; i < values * 61; i++)
                rows.Add(((i / values * 7 % (Users + 1)) - 1, part == 3 ? values - 1 - (i % values) : (i % values) - (part == 4 ? 1 : 0), new((byte)(part / 2 * 11))));
            rows.RemoveRange(rows.Count - Math.Min(values, part * 3), Math.Min(values, part * 2));
        }

        ScoringRows asked = new([.. rows.Select(row => row.User)], [.. rows.Select(row => row.Value)], [.. rows.Select(row => row.Slot)]);
        var forward = new TileForward(shape, network.Weights);
        var (done, byUser) = (new int[rows.Count], 0);
        new RatingTiles(network, Check).Run(network, asked, default);

        Assert.All(done, times => Assert.Equal(1, times));
        Assert.Equal(UserTiles.Fits(shape) && values > 1, byUser > 5);

        void Check(RatingTile tile, Predictions predictions)
        {
            byUser += tile.Runs.Length > 1 ? 1 : 0;
            for (var place = 0; place < tile.Strips * tile.Runs.Users; place++)
            {
                var (strip, lane) = (place % tile.Strips, place / tile.Strips);
                var number = tile.First + (lane * tile.Runs.Length) + strip;
                done[number]++;
                var (user, value, slot) = rows[number];
                forward.UserRows = network.User(user < 0 ? Users : user);
                forward.Run([new PackedRow(0, value < 0 ? values : value, slot, 0)]);
                for (var j = 0; j < shape.Outputs; j++)
                    Assert.Equal(forward.Outputs.Span[j], tile.Strip(strip)[(j * ColumnProduct.Lanes) + lane]);
            }
        }
    }

    // Answers stand where their rows are, however many values there are and whatever is asked for.
    [Theory]
    [InlineData(7, PredictionTargets.Strength | PredictionTargets.Class)]
    [InlineData(21, PredictionTargets.Class)]
    [InlineData(70, PredictionTargets.Strength)]
    public void Score_UsersTimesValues_AnswersEachRowAsItDoesAlone(int values, PredictionTargets targets)
    {
        var log = SmallLogs.Make(400, i => new(i % 40, i * 3 % 7, (byte)(1 + (i % 5)), i * TimeSlot.MicrosecondsPerHour));
        var catalog = new Catalog([("All", [.. Enumerable.Range(0, values).Select(value => $"v{value}")])]);
        var parameters = NetworkParameters.OfRating(new(), log.Users.Count, catalog);
        foreach (var tensor in parameters.All)
            tensor.DrawNormal(0.3, RandomStream.FromSeed(5));
        var model = new Layer4Model(new() { Targets = targets }, catalog, log.Users, new(parameters, null), default);
        int[] users = [.. Enumerable.Range(0, 45 * values).Select(i => (i / values % (log.Users.Count + 1)) - 1)], asked = [.. users.Select((_, i) => i % values)];
        var slots = users.Select((_, i) => new TimeSlot((byte)(i % values % 24))).ToArray();
        var together = new PredictionBuffer(users.Length, model.Targets);
        model.Score(new(users, asked, slots), together.All);
        var alone = new PredictionBuffer(1, model.Targets);
        for (var i = 0; i < users.Length; i++)
        {
            model.Score(new(users.AsSpan(i, 1), asked.AsSpan(i, 1), slots.AsSpan(i, 1)), alone.All);
            Assert.Equal(alone.ExpectedStrengths, together.Slice(i, 1).ExpectedStrengths);
            Assert.Equal(alone.ClassProbabilities, together.Slice(i, 1).ClassProbabilities);
        }
    }

    [Fact]
    public unsafe void Write_FiveColumns_HasTheBitsOfTheReference()
    {
        var (columns, fast, slow) = (FilledFloats.Make(5 * ColumnProduct.Lanes, 1), FilledFloats.Make(81, 2), FilledFloats.Make(81, 2));
        ClassRows.Write(columns.Pointer, fast.Pointer);
        ClassRows.WriteReference(columns.Pointer, slow.Pointer);
        Assert.Equal(slow.Span, fast.Span);
        GC.KeepAlive(columns);
    }

    [Fact]
    public void Score_AfterACallThatFailed_AnswersAsBefore()
    {
        var log = SmallLogs.Make(400, i => new(i % 5, i % 7, (byte)(1 + (i % 5)), i * TimeSlot.MicrosecondsPerHour));
        var model = Layer4Trainer.Train(log, new() { Rating = new() { Epochs = 1 } }, RandomStream.FromSeed(1), new()).Model;
        var (before, after) = (new float[2], new float[2]);
        model.Score(new([1, 2], [3, 4], new TimeSlot[2]), new() { ExpectedStrengths = before });
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Score(new([1, 2], [3, 99], new TimeSlot[2]), new() { ExpectedStrengths = new float[2] }));
        model.Score(new([1, 2], [3, 4], new TimeSlot[2]), new() { ExpectedStrengths = after });
        Assert.Equal(before, after);
    }

    private static (NetworkShape Shape, FinishedNetwork Network) Network(int values, NetworkOptions options)
    {
        var catalog = new Catalog([("All", [.. Enumerable.Range(0, values).Select(value => $"v{value}")])]);
        var parameters = NetworkParameters.OfRating(options, Users, catalog);
        foreach (var tensor in parameters.All)
            tensor.DrawNormal(0.3, RandomStream.FromSeed(3));
        var shape = NetworkShape.ForRating(options, catalog);
        return (shape, new FinishedNetwork(shape, parameters));
    }
}
