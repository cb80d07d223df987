using PoppyUniverse.Learning;
using PoppyUniverse.Web.Contracts;
using PoppyUniverse.Web.Pages.Charts;
using PoppyUniverse.Web.Pages.Insight;

namespace PoppyUniverse.Apps.Tests.Web.Pages;

public sealed class ChartTests
{
    private const PredictionTargets Both = PredictionTargets.Strength | PredictionTargets.Choice;

    [Theory]
    [InlineData(0, 21, 6, new[] { 0.0, 5, 10, 15, 20 })]
    [InlineData(2.31, 2.84, 5, new[] { 2.4, 2.6, 2.8 })]
    [InlineData(0, 1, 6, new[] { 0.0, 0.2, 0.4, 0.6, 0.8, 1 })]
    [InlineData(-3, 3, 4, new[] { -2.0, 0, 2 })]
    [InlineData(7, 7, 4, new[] { 7.0 })]
    public void Ticks_OfARange_AreRoundAndInside(double low, double high, int most, double[] expected)
    {
        var ticks = Shape.Ticks(low, high, most);
        Assert.Equal(expected.Length, ticks.Count);
        Assert.All(ticks.Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 9));
    }

    [Theory]
    [InlineData(0, "var(--h0)")]
    [InlineData(0.5, "var(--h6)")]
    [InlineData(1, "var(--h11)")]
    [InlineData(9, "var(--h11)")]
    public void Shade_OfANumber_IsItsTwelfth(double value, string shade) => Assert.Equal(shade, Shape.Shade(value, 0, 1));

    [Fact]
    public void Labels_OfPointsThatCrowd_GoToTheOtherSideOrAreLeftOut()
    {
        MapPoint At(double x, double y) => new("Name", "", 0, x, y);
        Assert.Equal([1, 1], Labels.Place([At(0.2, 0.5), At(0.7, 0.5)]));
        Assert.Equal([-1, 1], Labels.Place([At(0.50, 0.5), At(0.53, 0.5)]));
        Assert.Equal([-1], Labels.Place([At(0.99, 0.5)]));
        Assert.Equal([-1, 0, 1], Labels.Place([At(0.50, 0.5), At(0.52, 0.5), At(0.54, 0.5)]));
    }

    [Fact]
    public void LiveCurve_OfBothNetworks_IsAChartOfEachWithItsSecondRound()
    {
        TrainingStatus[] epochs = [Epoch(0, null, 3), Epoch(1, 2.5, 2.6), Epoch(2, 2.2, 2.7), Epoch(1, 2.4, null), Epoch(0, null, 2.9), Epoch(1, 2.8, 2.7)];
        var charts = LiveCurve.Of(epochs, Both);
        Assert.Equal(["How much users like what they pick", "What users pick"], charts.Select(chart => chart.Name));
        Assert.Equal(["on what it learns", "on what was held back", "once more, on all of it"], charts[0].Lines.Select(line => line.Name));
        Assert.Equal([(0.0, 3.0), (1, 2.6), (2, 2.7)], charts[0].Lines[1].Points);
        Assert.Equal([(1.0, 2.4)], charts[0].Lines[2].Points);
        Assert.Equal([(1.0, 2.8)], charts[1].Lines[0].Points);
    }

    [Fact]
    public void LiveCurve_OfFewRows_HasNoRoundsHeldBack()
    {
        var charts = LiveCurve.Of([Epoch(1, 2.5, null), Epoch(2, 2.4, null), Epoch(1, 2.9, null)], Both);
        Assert.Equal([2, 1], charts.Select(chart => chart.Lines.Single().Points.Count));
        Assert.Equal("What users pick", LiveCurve.Of([Epoch(1, 2.5, null)], PredictionTargets.Choice).Single().Name);
        Assert.Empty(LiveCurve.Of([], Both));
    }

    private static TrainingStatus Epoch(int epoch, double? train, double? validation) => new(TrainingState.Running, Epoch: epoch, TrainLoss: train, ValidationLoss: validation);
}
