using PoppyUniverse.Evaluation.Summaries;

namespace PoppyUniverse.Figures.Plots;

/// <summary>How often each value is picked.</summary>
public static class CategoryCounts
{
    private const int MostValues = 30;
    private const int PixelsPerBar = 22;
    private const int Margins = 140;

    /// <summary>Draws the values of a log, the most picked first.</summary>
    public static Figure Draw(LogSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        var shown = summary.Values.OrderByDescending(value => value.Count).Take(MostValues).Reverse().ToArray();
        var title = shown.Length < summary.Values.Count ? $"What is picked (the first {shown.Length} of {summary.Values.Count:N0} values)" : "What is picked";
        var plot = FigureStyle.Start(title, "Interactions", "");
        var bars = plot.Add.Bars([.. shown.Select(value => (double)value.Count)]);
        bars.Horizontal = true;
        bars.Color = FigureStyle.Model;
        foreach (var bar in bars.Bars)
            bar.LineWidth = 0;
        plot.Axes.Left.SetTicks([.. Enumerable.Range(0, shown.Length).Select(i => (double)i)], [.. shown.Select(value => value.Name)]);
        plot.Axes.Left.MinimumSize = 30 + (shown.Max(value => value.Name.Length) * 8);
        plot.Axes.Margins(left: 0);
        plot.Grid.YAxisStyle.IsVisible = false;
        return FigureStyle.Render(plot, "category_counts", "Interactions by value", height: Margins + (PixelsPerBar * Math.Max(shown.Length, 10)));
    }
}
