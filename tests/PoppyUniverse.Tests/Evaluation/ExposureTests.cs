using PoppyUniverse.Evaluation.Metrics;

namespace PoppyUniverse.Tests.Evaluation;

public sealed class ExposureTests
{
    [Fact]
    public void Lists_WithoutTies_ShowTheirFirstFive()
    {
        var shown = new Exposure(10);
        shown.Add([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
        shown.Add([9, 8, 7, 6, 0, 0, 0, 0, 0, 5]);
        Assert.Equal(0.6, shown.Coverage(), 1e-12);
        // shown 0 0 0 0 1 1 2 2 2 2, ascending: Σ (2i − 11) x / (10 · 10)
        Assert.Equal(((-1 * 1) + (1 * 1) + ((3 + 5 + 7 + 9) * 2)) / 100.0, shown.Gini(), 1e-12);
    }

    [Fact]
    public void Ties_AtTheEnd_ShareTheLastPlaces()
    {
        var shown = new Exposure(8);
        shown.Add([5, 5, 5, 1, 1, 1, 1, 0]); // two places for four values
        Assert.Equal((3 + (4 * 0.5)) / 8, shown.Coverage(), 1e-12);
        shown.Add([5, 5, 5, 1, 1, 1, 1, 0]); // each of the four is missed by both lists with chance ¼
        Assert.Equal((3 + (4 * 0.75)) / 8, shown.Coverage(), 1e-12);
    }

    [Fact]
    public void Catalog_OfFiveOrFewer_IsShownWhole()
    {
        var shown = new Exposure(5);
        shown.Add([0, 0, 1, 0, 0]);
        Assert.Equal((1.0, 0.0), (shown.Coverage(), shown.Gini()));
    }

    [Fact]
    public void Gini_OneListForAll_IsFarFromEven()
    {
        var shown = new Exposure(100);
        for (var list = 0; list < 7; list++)
            shown.Add([.. Enumerable.Range(0, 100).Select(value => (float)value)]);
        Assert.Equal(0.95, shown.Gini(), 1e-12); // 1 − 5 / 100
    }
}
