using PoppyUniverse.Evaluation.Summaries;

namespace PoppyUniverse.Figures.Plots;

/// <summary>How old interactions are.</summary>
public static class RecencyBars
{
    private const int TickEvery = 10;

    /// <summary>Draws the interactions of a log by days before the latest.</summary>
    public static Figure Draw(LogSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        var plot = FigureStyle.Start("How old interactions are", "Days before the latest interaction", "Interactions");
        FigureStyle.AddBars(plot, [.. summary.Ages.Select(count => (double)count)]);
        var shown = Enumerable.Range(0, summary.Ages.Count).Where(age => age % TickEvery == 0).ToArray();
        plot.Axes.Bottom.SetTicks([.. shown.Select(age => (double)age)], [.. shown.Select(age => $"{age * summary.AgeDays:N0}")]);
        return FigureStyle.Render(plot, "recency", "Interactions by age in days");
    }
}
