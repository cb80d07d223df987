using PoppyUniverse.Interactions;
using ScottPlot;

namespace PoppyUniverse.Figures.Plots;

/// <summary>How Strength follows affinity.</summary>
public static class StrengthByAffinity
{
    private const int Groups = 10;

    /// <summary>
    /// Draws the share of each Strength among rows of equal affinity: a tenth of the rows each, from the least liked to the
    /// most. Without affinities, as in real logs, one bar for all.
    /// </summary>
    /// <param name="strengths">Strength of each row; missing ones are left out.</param>
    /// <param name="expected">What the oracle expects of each row, which grows with affinity; null when nobody knows.</param>
    public static Figure Draw(IReadOnlyList<byte> strengths, IReadOnlyList<float>? expected)
    {
        ArgumentNullException.ThrowIfNull(strengths);
        var rows = Enumerable.Range(0, strengths.Count).Where(row => strengths[row] != Interaction.MissingStrength).ToArray();
        if (expected is not null)
            rows = [.. rows.OrderBy(row => expected[row])];
        var groups = expected is null ? 1 : Groups;
        var title = expected is null ? "How strong interactions are" : "How Strength follows affinity";
        var plot = FigureStyle.Start(title, expected is null ? "" : "Rows from the least liked tenth to the most liked", "Share of rows");
        var colors = new ScottPlot.Colormaps.Viridis().GetColors(Interaction.StrengthClasses);
        for (var g = 0; g < groups; g++)
        {
            var part = rows[(rows.Length * g / groups)..(rows.Length * (g + 1) / groups)];
            var below = 0.0;
            for (var c = 0; c < Interaction.StrengthClasses; c++)
            {
                var share = part.Count(row => strengths[row] == c + 1) / (double)Math.Max(1, part.Length);
                plot.Add.Bar(new Bar { Position = g + 1, ValueBase = below, Value = below + share, FillColor = colors[c], LineWidth = 0, Size = 0.9 });
                below += share;
            }
        }

        plot.Legend.ManualItems.AddRange(Enumerable.Range(0, Interaction.StrengthClasses).Reverse().Select(c => new LegendItem { LabelText = $"Strength {c + 1}", FillColor = colors[c] }));
        plot.ShowLegend(Edge.Right);
        plot.Legend.OutlineColor = Colors.Transparent;
        plot.Legend.ShadowColor = Colors.Transparent;
        double[] ticks = expected is null ? [] : [.. Enumerable.Range(1, groups).Select(g => (double)g)];
        plot.Axes.Bottom.SetTicks(ticks, [.. ticks.Select(g => $"{g}")]);
        plot.Axes.SetLimits(0.4, groups + 0.6, 0, 1);
        plot.Grid.XAxisStyle.IsVisible = false;
        return FigureStyle.Render(plot, "strength_by_affinity", title);
    }
}
