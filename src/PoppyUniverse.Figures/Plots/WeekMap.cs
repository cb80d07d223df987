using PoppyUniverse.Evaluation.Summaries;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Figures.Plots;

/// <summary>The hours of the week.</summary>
public static class WeekMap
{
    private static readonly string[] Days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    /// <summary>Draws the interactions of a log by hour and weekday, UTC.</summary>
    public static Figure Draw(LogSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        var cells = new double[TimeSlot.Days, TimeSlot.Hours];
        for (var slot = 0; slot < TimeSlot.Count; slot++)
            cells[slot % TimeSlot.Days, slot / TimeSlot.Days] = summary.Slots[slot];
        var plot = FigureStyle.Start("The hours of the week", "Hour of day (UTC)", "");
        FigureStyle.AddHeatMap(plot, cells, "Interactions");
        double[] hours = [.. Enumerable.Range(0, 8).Select(i => i * 3.0)];
        plot.Axes.Bottom.SetTicks(hours, [.. hours.Select(hour => $"{hour:00}:00")]);
        plot.Axes.Left.SetTicks([.. Enumerable.Range(0, Days.Length).Select(i => (double)(Days.Length - 1 - i))], Days);
        plot.Axes.SetLimits(-0.5, TimeSlot.Hours - 0.5, -0.5, TimeSlot.Days - 0.5);
        return FigureStyle.Render(plot, "week_map", "Interactions by hour and weekday", height: 420);
    }
}
