using PoppyUniverse.Evaluation;
using PoppyUniverse.Interactions;
using ScottPlot;

namespace PoppyUniverse.Figures.Plots;

/// <summary>For rows of each actual Strength: what was predicted, its middle half and its mean.</summary>
public static class PredictedAgainstActual
{
    /// <summary>Draws predictions of test rows.</summary>
    /// <param name="test">The rows.</param>
    /// <param name="model">The model's predictions.</param>
    /// <param name="oracle">The oracle's, or null.</param>
    public static Figure Draw(InteractionLog test, RowPredictions model, RowPredictions? oracle)
    {
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(model);
        var plot = FigureStyle.Start("Predicted against actual Strength", "Actual Strength", "Expected Strength (middle half and mean)");
        var diagonal = plot.Add.Line(1, 1, 5, 5);
        diagonal.LineColor = FigureStyle.Quiet;
        diagonal.LinePattern = LinePattern.Dashed;
        diagonal.LegendText = "perfect";
        Add(plot, test, model, oracle is null ? 0 : -0.09, FigureStyle.Model);
        if (oracle is not null)
            Add(plot, test, oracle, 0.09, FigureStyle.Other);
        plot.Axes.SetLimits(0.5, 5.5, 0.9, 5.1);
        foreach (var axis in (IAxis[])[plot.Axes.Bottom, plot.Axes.Left])
            axis.TickGenerator = new ScottPlot.TickGenerators.NumericManual([1, 2, 3, 4, 5], ["1", "2", "3", "4", "5"]);
        FigureStyle.Legend(plot);
        plot.Legend.Alignment = Alignment.UpperLeft;
        return FigureStyle.Render(plot, "predicted_against_actual", "Expected Strength of test rows by their actual Strength");
    }

    private static void Add(Plot plot, InteractionLog test, RowPredictions predictions, double shift, Color color)
    {
        var named = false;
        for (var strength = Interaction.WeakestStrength; strength <= Interaction.StrongestStrength; strength++)
        {
            var wanted = strength;
            var expected = test.Rows().Where(row => test.Strengths[row] == wanted).Select(row => (double)predictions.ExpectedStrengths[row]).Order().ToArray();
            if (expected.Length == 0)
                continue;
            var half = plot.Add.Line(strength + shift, expected[expected.Length / 4], strength + shift, expected[expected.Length * 3 / 4]);
            half.LineColor = color;
            half.LineWidth = 9;
            var mean = plot.Add.Marker(strength + shift, expected.Average(), MarkerShape.FilledCircle, 16, color);
            mean.MarkerStyle.OutlineWidth = 2;
            mean.LegendText = named ? "" : predictions.Name;
            named = true;
        }
    }
}
