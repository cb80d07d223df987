using PoppyUniverse.Evaluation.Summaries;

namespace PoppyUniverse.Figures.Plots;

/// <summary>When interactions happen.</summary>
public static class InteractionsByHour
{
    /// <summary>Draws a log's hours of the day, UTC.</summary>
    public static Figure Draw(LogSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        var plot = FigureStyle.Start("When interactions happen", "Hour of day (UTC)", "Interactions");
        FigureStyle.AddBars(plot, [.. summary.Hours.Select(count => (double)count)]);
        double[] ticks = [.. Enumerable.Range(0, 8).Select(i => i * 3.0)];
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericManual(ticks, [.. ticks.Select(hour => $"{hour:00}:00")]);
        return FigureStyle.Render(plot, "interactions_by_hour", "Interactions by hour of day");
    }
}
