using PoppyUniverse.Evaluation.Summaries;

namespace PoppyUniverse.Figures.Plots;

/// <summary>How active users are.</summary>
public static class ActivityBars
{
    /// <summary>Draws the users of a log by their number of interactions, in doubling steps.</summary>
    public static Figure Draw(LogSummary summary)
    {
        ArgumentNullException.ThrowIfNull(summary);
        var plot = FigureStyle.Start("How active users are", "Interactions of a user", "Users");
        FigureStyle.AddBars(plot, [.. summary.UsersByActivity.Select(count => (double)count)]);
        plot.Axes.Bottom.SetTicks(
            [.. Enumerable.Range(0, summary.UsersByActivity.Count).Select(i => (double)i)],
            [.. Enumerable.Range(0, summary.UsersByActivity.Count).Select(Range)]);
        return FigureStyle.Render(plot, "activity", "Users by number of interactions");
    }

    private static string Range(int power) => power == 0 ? "1" : $"{1L << power:N0}\u2013{(1L << (power + 1)) - 1:N0}";
}
