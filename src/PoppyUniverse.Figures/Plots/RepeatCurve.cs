using PoppyUniverse.Evaluation.Summaries;

namespace PoppyUniverse.Figures.Plots;

/// <summary>How habits form.</summary>
public static class RepeatCurve
{
    /// <summary>Draws the share of repeats by how many interactions a user has had.</summary>
    public static Figure Draw(LogSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        var plot = FigureStyle.Start("How habits form", "A user's n-th interaction", "Share that repeats a value");
        var line = plot.Add.Scatter([.. Enumerable.Range(1, summary.RepeatsByNth.Count).Select(n => (double)n)], summary.RepeatsByNth.ToArray());
        line.Color = FigureStyle.Model;
        line.LineWidth = 2.5f;
        line.MarkerSize = 6;
        plot.Axes.SetLimitsY(0, 1);
        return FigureStyle.Render(plot, "repeats", "Share of repeats by interaction");
    }
}
