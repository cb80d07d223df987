using PoppyUniverse.Learning.Recommending;
using ScottPlot;

namespace PoppyUniverse.Figures.Plots;

/// <summary>Predicted Strength of users × values.</summary>
public static class StrengthHeatMap
{
    /// <summary>More users or values than this do not fit a legible picture; then they are picked evenly.</summary>
    public const int MostRows = 40;

    private const int MostColumns = 40;
    private const int PixelsPerRow = 18;
    private const int Margins = 220;

    /// <summary>Draws a table of predictions.</summary>
    public static Figure Draw(PredictionTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        var users = Evenly(table.Users.Count, MostRows);
        var values = Evenly(table.Catalog.ValueCount, MostColumns);
        var cells = new double[users.Length, values.Length];
        for (var row = 0; row < users.Length; row++)
        {
            for (var column = 0; column < values.Length; column++)
                cells[row, column] = table.Row(users[row])[values[column]];
        }

        var title = users.Length < table.Users.Count
            ? $"What users would think of each value ({users.Length} of {table.Users.Count} users)"
            : "What users would think of each value";
        var plot = FigureStyle.Start(title, "", "User");
        FigureStyle.AddHeatMap(plot, cells, "Expected Strength");
        plot.Axes.Bottom.SetTicks([.. Enumerable.Range(0, values.Length).Select(i => (double)i)], [.. values.Select(table.Catalog.Label)]);
        plot.Axes.Bottom.TickLabelStyle.Rotation = -45;
        plot.Axes.Bottom.TickLabelStyle.Alignment = Alignment.MiddleRight;
        plot.Axes.Bottom.MinimumSize = LongestLabel(table, values) * 7;
        plot.Axes.Left.SetTicks(
            [.. Enumerable.Range(0, users.Length).Select(i => (double)(users.Length - 1 - i))], [.. users.Select(user => table.Users[user])]);
        plot.Axes.SetLimits(-0.5, values.Length - 0.5, -0.5, users.Length - 0.5);
        return FigureStyle.Render(plot, "user_value_heat_map", "Expected Strength of users by value", height: Margins + (PixelsPerRow * Math.Max(users.Length, 20)));
    }

    private static int LongestLabel(PredictionTable table, int[] values) => values.Max(value => table.Catalog.Label(value).Length);

    private static int[] Evenly(int count, int most) =>
        count <= most
            ? [.. Enumerable.Range(0, count)]
            : [.. Enumerable.Range(0, most).Select(i => (int)((long)i * count / most))];
}
