using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Learning.Layer4;

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
        var catalog = new Catalog([("All", [.. Enumerable.Range(0, values).Select(value => $"v{value}")])]);
        var options = new NetworkOptions { Hidden = [hidden, 32], Factors = factors };
        var parameters = NetworkParameters.OfRating(options, Users, catalog);
        foreach (var tensor in parameters.All)
            tensor.DrawNormal(0.3, RandomStream.FromSeed(3));
        var shape = NetworkShape.ForRating(options, catalog);
        var network = new FinishedNetwork(shape, parameters);
        var rows = Enumerable.Range(0, 500).Select(i => (User: i * i % Users, Value: i * i * 37 % values, Slot: new TimeSlot((byte)(i / 3 % TimeSlot.Count)))).ToArray();
        var (tiles, forward) = (new ScoringTiles(network), new TileForward(shape, network.Weights));
        ScoringRows asked = new([.. rows.Select(row => row.User)], [.. rows.Select(row => row.Value)], [.. rows.Select(row => row.Slot)]);
        while (tiles.Next(asked))
        {
            for (var i = 0; i < tiles.Count; i++)
            {
                var (user, value, slot) = rows[tiles.First + i];
                new Span<float>(network.User(user), shape.UserRow).CopyTo(forward.Users.Span);
                forward.Run([new PackedRow(0, value, slot, 0)], 1);
                Assert.Equal(forward.Outputs.Slice(0, shape.Outputs).ToArray(), new Span<float>(tiles.Outputs + (i * shape.OutputWidth), shape.Outputs).ToArray());
            }
        }
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
}
