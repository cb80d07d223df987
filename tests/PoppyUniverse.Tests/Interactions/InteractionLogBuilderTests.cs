using PoppyUniverse.Interactions;

namespace PoppyUniverse.Tests.Interactions;

public sealed class InteractionLogBuilderTests
{
    [Fact]
    public void Build_RowsInAnyOrder_GivesTheSameIndices()
    {
        (string, string, string)[] rows = [("10", "b", "x"), ("9", "a", "y"), ("10", "a", "z")];
        var (forward, backward) = (Build(rows), Build([.. rows.Reverse()]));
        Assert.Equal(["9", "10"], Enumerable.Range(0, 2).Select(i => forward.Users[i]));
        Assert.Equal(forward[0] with { UnixMicroseconds = 0 }, backward[2] with { UnixMicroseconds = 0 });
        Assert.Equal(forward.Catalog, backward.Catalog);
    }

    [Fact]
    public void Build_OneIdThatIsNoInteger_MakesAllIdsStrings()
    {
        var log = Build([("10", "a", "x"), ("9", "a", "x"), ("007", "a", "x")]);
        Assert.False(log.Users.AreIntegers);
        Assert.Equal(["007", "10", "9"], Enumerable.Range(0, 3).Select(i => log.Users[i]));
        Assert.Equal("10", log.Users[log.UserIndices[0]]);
    }

    [Fact]
    public void Add_CategoryOutsideTheGivenCatalog_Throws() =>
        Assert.Throws<ArgumentException>(() => new InteractionLogBuilder(Catalog.PoppyUniverse).Add("1", "Star", "Z", 1, 0));

    private static InteractionLog Build((string User, string Type, string Value)[] rows)
    {
        var builder = new InteractionLogBuilder();
        for (var i = 0; i < rows.Length; i++)
            builder.Add(rows[i].User, rows[i].Type, rows[i].Value, 3, i);
        return builder.Build();
    }
}
