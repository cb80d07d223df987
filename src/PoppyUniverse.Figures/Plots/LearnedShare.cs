using System.Globalization;
using PoppyUniverse.Figures.Html;
using ScottPlot;

namespace PoppyUniverse.Figures.Plots;

/// <summary>Share of what can be learned that models have learned, by rows a user.</summary>
public static class LearnedShare
{
    /// <summary>Draws a line for each model.</summary>
    /// <param name="rowsPerUser">(n), ascending: the axis is logarithmic.</param>
    /// <param name="models">Each with n shares, 1 being the oracle's; whether of Strength or of choice, of a model or of a baseline.</param>
    public static Figure Draw(IReadOnlyList<int> rowsPerUser, IEnumerable<(string Name, IReadOnlyList<double> Shares, bool IsStrength, bool IsModel)> models)
    {
        ArgumentNullException.ThrowIfNull(rowsPerUser);
        ArgumentNullException.ThrowIfNull(models);
        var plot = FigureStyle.Start("What is learned of what can be learned", "Rows a user", "Share of the way from the baseline to the oracle");
        double[] places = [.. rowsPerUser.Select(rows => Math.Log10(rows))];
        foreach (var (name, learned, isStrength, isModel) in models)
        {
            var line = plot.Add.Scatter(places, learned.ToArray(), isStrength ? FigureStyle.Model : FigureStyle.Other);
            (line.LineWidth, line.MarkerSize, line.LegendText) = (isModel ? 3 : 1.2f, isModel ? 9 : 7, name);
            line.MarkerShape = isModel ? MarkerShape.FilledCircle : MarkerShape.OpenCircle;
        }

        var ceiling = plot.Add.HorizontalLine(1, 1.5f, FigureStyle.Quiet);
        ceiling.LegendText = "oracle";
        plot.Axes.SetLimitsY(-0.05, 1.05);
        plot.Axes.Bottom.SetTicks(places, [.. rowsPerUser.Select(rows => rows.ToString("N0", CultureInfo.InvariantCulture))]);
        FigureStyle.Legend(plot, Alignment.LowerRight);
        double[] shares = [0, 0.2, 0.4, 0.6, 0.8, 1];
        plot.Axes.Left.SetTicks(shares, [.. shares.Select(share => Markup.Percent(share))]);
        return FigureStyle.Render(plot, "learned_share", "Share of what can be learned, by rows a user");
    }
}
