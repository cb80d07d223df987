using PoppyUniverse.Evaluation.Reports;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Tests.Evaluation.Reports;

public sealed class CalibrationCurveTests
{
    [Fact]
    public void Of_FourRows_CountsEveryClassInItsBin()
    {
        // Strengths 1, 1, 2 and none; each time 0.75 for 1, 0.25 for 2, 0 for the rest
        byte[] strengths = [1, 1, 2, Interaction.MissingStrength];
        var log = SmallLogs.Make(4, i => new(0, 0, strengths[i], i));
        var curve = CalibrationCurve.Of(log, [.. Enumerable.Range(0, 4).SelectMany(_ => new[] { 0.75f, 0.25f, 0, 0, 0 })]);
        Assert.Equal([new(9, 0, 0), new(3, 0.25, 1 / 3.0), new(3, 0.75, 2 / 3.0)], curve.Bins);
    }

    [Fact]
    public void Of_Certainty_FallsIntoTheLastBin() =>
        Assert.Equal(new(1, 1, 1), CalibrationCurve.Of(SmallLogs.Make(1, _ => new(0, 0, 5, 0)), [0, 0, 0, 0, 1]).Bins[^1]);

    [Fact]
    public void Of_AnotherNumberOfRows_SaysSo() =>
        Assert.Contains("length 3; expected 5 for 1 rows", Assert.Throws<ArgumentException>(() => CalibrationCurve.Of(SmallLogs.Make(1, _ => default), [0, 0, 1])).Message, StringComparison.Ordinal);
}
