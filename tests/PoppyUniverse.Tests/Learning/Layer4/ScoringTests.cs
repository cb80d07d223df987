using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
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

    // Whole users × values, which go by column, then what breaks them off: another hour, another order, unknown ones, runs
    // too short, the end of the rows.
    [Theory]
    [InlineData(21, 32, 64, 32)]
    [InlineData(21, 0, 16)]
    [InlineData(5, 20, 48, 32, 16)]
    [InlineData(64, 32, 64, 32)]
    [InlineData(100, 32, 64, 32)]
    [InlineData(3, 32, 64, 32)]
    public unsafe void Next_UsersTimesValues_HasTheBitsOfTheTrainingPass(int values, int factors, params int[] hidden)
    {
        var (shape, network) = Network(values, new() { Hidden = hidden, Factors = factors });
        List<(int User, int Value, TimeSlot Slot)> rows = [];
        for (var part = 0; part < 6; part++)
        {
            for (var i = 0; i < values * 40; i++)
                rows.Add(((i / values * 7 % (Users + 1)) - 1, part == 3 ? values - 1 - (i % values) : (i % values) - (part == 4 ? 1 : 0), new((byte)(part / 2 * 11))));
            rows.RemoveRange(rows.Count - (part * 3), part * 2);
        }

        var (tiles, forward) = (new RatingTiles(network), new TileForward(shape, network.Weights));
        ScoringRows asked = new([.. rows.Select(row => row.User)], [.. rows.Select(row => row.Value)], [.. rows.Select(row => row.Slot)]);
        // other tiles are of 64 rows
        var wholeRepeats = values is 21 or 5 ? TileForward.Rows / values * values : -1;
        var (done, byColumn) = (0, 0);
        for (tiles.Start(network); tiles.Next(asked); done += tiles.Count)
        {
            Assert.Equal(done, tiles.First);
            byColumn += tiles.Count == wholeRepeats ? 1 : 0;
            for (var i = 0; i < tiles.Count; i++)
            {
                var (user, value, slot) = rows[tiles.First + i];
                forward.UserRows = network.User(user < 0 ? Users : user);
                forward.Run([new PackedRow(0, value < 0 ? values : value, slot, 0)]);
                for (var j = 0; j < shape.Outputs; j++)
                    Assert.Equal(forward.Outputs.Span[j], tiles.Columns[(j * TileForward.Rows) + i]);
            }
        }

        Assert.Equal(rows.Count, done);
        Assert.Equal(ColumnTiles.Fits(shape) && wholeRepeats > 0, byColumn > 3);
    }

    [Fact]
    public unsafe void Write_FiveColumns_HasTheBitsOfTheReference()
    {
        var (columns, fast, slow) = (FilledFloats.Make(5 * TileForward.Rows, 1), FilledFloats.Make(81, 2), FilledFloats.Make(81, 2));
        ClassRows.Write(columns.Pointer + 16, fast.Pointer);
        ClassRows.WriteReference(columns.Pointer + 16, slow.Pointer);
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
