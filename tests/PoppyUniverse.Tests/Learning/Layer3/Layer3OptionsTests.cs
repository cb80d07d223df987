using PoppyUniverse.Learning;

namespace PoppyUniverse.Tests.Learning.Layer3;

public sealed class Layer3OptionsTests
{
    [Fact]
    public void Defaults_ArePinned()
    {
        var options = new Layer3Options();
        Assert.Equal((PredictionTargets.Strength | PredictionTargets.Class, 0.1), (options.Targets, options.ValidationFraction));
        Assert.Equal([new(24, 1), new(24, 2), new(8, 1), new(8, 2)], options.Rating.Candidates);
        Assert.Equal((0.5, 12, 2, true), (options.Rating.CountExponent, options.Rating.Sweeps, options.Rating.Patience, options.Rating.TimeBiases));
        Assert.Equal([new(24, 0.003, 1, 0), new(8, 0.01, 30, 0), new(24, 0.003, 1, 30), new(8, 0.01, 30, 30)], options.Choice.Candidates);
        Assert.Equal((1, 6, 2), (options.Choice.CountExponent, options.Choice.Sweeps, options.Choice.Patience));
        Assert.Empty(options.Violations());
    }

    [Fact]
    public void Violations_EverythingWrong_NamesAllAtOnce()
    {
        var options = new Layer3Options
        {
            Targets = PredictionTargets.None,
            ValidationFraction = 0.9,
            Rating = new() { Candidates = [new(300, 0)], CountExponent = 2, Sweeps = 0, Patience = 0 },
            Choice = new() { Candidates = [new(0, -1, 0, -1)], CountExponent = double.NaN, Sweeps = 0, Patience = 0 },
        };
        Assert.Equal(14, options.Violations().Count);
        Assert.Contains("Rating.Candidates[0].Factors is 300; expected 0 to 256.", options.Violations());
        Assert.Contains("Choice.Candidates[0].HalfLifeDays is -1; expected 0 to 100000.", options.Violations());
        Assert.Contains("Choice.Candidates is empty; expected at least one.", new Layer3Options { Choice = new() { Candidates = [] } }.Violations());
    }
}
