using PoppyUniverse.Interactions;

namespace PoppyUniverse.Tests.Interactions;

public sealed class CatalogTests
{
    private static readonly Catalog Shared = new([("Film", ["Drama", "Noir"]), ("Book", ["Drama"])]);

    [Fact]
    public void IndexOf_ValueNamedInTwoTypes_TellsThemApart()
    {
        Assert.Equal(0, Shared.IndexOf("Film", "Drama"));
        Assert.Equal(2, Shared.IndexOf("Book", "Drama"));
        Assert.Equal("Book: Drama", Shared.Label(2));
        Assert.Equal("Noir", Shared.Label(1));
    }

    [Fact]
    public void IndexOf_Unknown_IsMinusOne() =>
        Assert.Equal((-1, -1, -1), (Shared.IndexOf("Film", "Opera"), Shared.IndexOf("Song", "Drama"), Shared.IndexOfType("Song")));

    [Fact]
    public void PoppyUniverse_Order_IsTheEngines()
    {
        Assert.Equal(["Star", "Planet", "Moon"], Catalog.PoppyUniverse.Types);
        Assert.Equal("O B A F G K M", string.Join(' ', Catalog.PoppyUniverse.Values.Take(7)));
        Assert.Equal((11, 10), Catalog.PoppyUniverse.ValuesOf(2));
    }

    [Fact]
    public void FromObserved_OnlyStargazersCategories_GivesTheWholeStargazersCatalog() =>
        Assert.Same(Catalog.PoppyUniverse, Catalog.FromObserved([("Moon", "Eris"), ("Star", "G")]));

    [Fact]
    public void FromObserved_AnyOrder_GivesOrdinalOrder()
    {
        var catalog = Catalog.FromObserved([("b", "2"), ("a", "9"), ("b", "1")]);
        Assert.Equal(["a", "b"], catalog.Types);
        Assert.Equal(["9", "1", "2"], catalog.Values);
    }

    [Fact]
    public void Constructor_BadNames_Throws()
    {
        Assert.Throws<ArgumentException>(() => new Catalog([]));
        Assert.Throws<ArgumentException>(() => new Catalog([("a", [])]));
        Assert.Throws<ArgumentException>(() => new Catalog([("a", ["x", "x"])]));
        Assert.Throws<ArgumentException>(() => new Catalog([("a", ["x"]), ("a", ["y"])]));
        Assert.Throws<ArgumentException>(() => new Catalog([("", ["x"])]));
    }
}
