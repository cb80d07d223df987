using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Layer4;

namespace PoppyUniverse.Tests.Learning.Layer4;

public sealed unsafe class TileRunsTests
{
    private const int Stride = 144;
    private static readonly PackedRow[] Rows = [.. Enumerable.Range(0, TileForward.Rows).Select(row => Row(row))];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Find_AnyNumberOfRows_IsThatOfTheReference(bool takesValue)
    {
        var shape = Shape(takesValue);
        var weights = new NetworkWeights(shape);
        for (var count = 0; count <= Rows.Length; count++)
        {
            // the second from a tile before it, which leaves nothing behind
            TileRuns slow = new(shape, weights), fast = new(shape, weights);
            fast.Find(Rows, Stride);
            var rows = Rows.AsSpan(Rows.Length - count);
            var runs = slow.FindReference(rows, Stride);
            Assert.Equal(runs, fast.Find(rows, Stride));
            Assert.Equal(new ReadOnlySpan<int>(slow.Users, runs), new ReadOnlySpan<int>(fast.Users, runs));
            for (var i = 0; i < count; i++)
                Assert.Equal(PlacesOf(slow.Places, i), PlacesOf(fast.Places, i));
        }
    }

    [Fact]
    public void Find_RowsOfFourUsers_NamesThemAndCountsRowsOfTables()
    {
        var shape = Shape(takesValue: true);
        var runs = new TileRuns(shape, new NetworkWeights(shape));
        PackedRow[] rows = [.. new[] { 0, 0, 3, 3, 3, 9, 9, 9, 9, PackedRow.MostUsers }.Select(user => new PackedRow(user, 2, new(7), 5))];
        Assert.Equal(4, runs.Find(rows, Stride));
        Assert.Equal([0, 3, 9, PackedRow.MostUsers], new ReadOnlySpan<int>(runs.Users, 4));
        Assert.Equal([0, 0, 1, 1, 1, 2, 2, 2, 2, 3], new ReadOnlySpan<long>(runs.Places.UserGrads, rows.Length).ToArray().Select(place => place / shape.UserRow));
        Assert.Equal(rows.Select(row => (long)row.User * Stride), new ReadOnlySpan<long>(runs.Places.UserRows, rows.Length).ToArray());
        Assert.True(new ReadOnlySpan<long>(runs.Places.Slots, rows.Length).IndexOfAnyExcept((long)runs.Places.Slots[0]) < 0, "all rows are of one slot");
    }

    private static NetworkShape Shape(bool takesValue) =>
        takesValue ? NetworkShape.ForRating(new(), Catalog.PoppyUniverse) : NetworkShape.ForQueries(new());

    // runs of one to six rows, users far apart, first and last of what fits
    private static PackedRow Row(int row)
    {
        var random = RandomStream.FromSeed(1).Split(row);
        var user = (int)Math.Sqrt(row * 7) * (PackedRow.MostUsers / 21);
        return new(user, (int)random.Sequence().NextBelow(Catalog.PoppyUniverse.ValueCount + 1), new TimeSlot((byte)(row * 5 % TimeSlot.Count)), (byte)((row % 5) + 1), row % PackedRow.Levels);
    }

    private static (long, long, long, long, long, SlotPlaces) PlacesOf(RowPlaces places, int row) =>
        (places.Users[row], places.UserRows[row], places.UserGrads[row], places.Values[row], places.ValueRows[row], *places.Slots[row]);
}
