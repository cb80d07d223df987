using ScottPlot;

namespace PoppyUniverse.Figures.Plots;

/// <summary>What all figures share: size, font, and colors that color-blind people can tell apart.</summary>
internal static class FigureStyle
{
    /// <summary>Blue, for what a model does.</summary>
    public static readonly Color Model = Color.FromHex("#3f6fe0");

    /// <summary>Orange, for what is held against it.</summary>
    public static readonly Color Other = Color.FromHex("#d9822b");

    /// <summary>Grey, for what is only there to compare.</summary>
    public static readonly Color Quiet = Color.FromHex("#8a8f98");

    private const int Width = 960;
    private const int Height = 600;
    private const double Sharpness = 1.5; // pixels for each unit, so that text is crisp on dense screens
    private static readonly Color Ink = Color.FromHex("#20242c");
    private static readonly Color DarkInk = Color.FromHex("#e8eaf1");
    private static readonly Color DarkGround = Color.FromHex("#191e2a");

    /// <summary>An empty figure with its title and axis names.</summary>
    public static Plot Start(string title, string x, string y)
    {
        FigureFont.Install();
        var plot = new Plot();
        plot.Font.Set(FigureFont.Name);
        Paint(plot, Colors.White, Ink);
        plot.Axes.Title.Label.Text = title;
        plot.Axes.Title.Label.FontSize = 20;
        plot.Axes.Title.Label.Bold = true;
        plot.Axes.Bottom.Label.Text = x;
        plot.Axes.Left.Label.Text = y;
        foreach (var axis in (IAxis[])[plot.Axes.Bottom, plot.Axes.Left])
        {
            axis.Label.FontSize = 15;
            axis.Label.Bold = false;
            axis.TickLabelStyle.FontSize = 13;
        }

        plot.Axes.Left.MinimumSize = 70;
        plot.Axes.Right.FrameLineStyle.IsVisible = false;
        plot.Axes.Top.FrameLineStyle.IsVisible = false;
        return plot;
    }

    /// <summary>Bars from zero, at 0, 1, 2 …</summary>
    public static void AddBars(Plot plot, double[] values)
    {
        var bars = plot.Add.Bars(values);
        bars.Color = Model;
        foreach (var bar in bars.Bars)
        {
            bar.LineWidth = 0;
            bar.Size = 0.85;
        }

        plot.Axes.Margins(bottom: 0);
        plot.Grid.XAxisStyle.IsVisible = false;
    }

    /// <summary>A map of cells, the first row on top, with its scale beside it.</summary>
    public static void AddHeatMap(Plot plot, double[,] cells, string scale)
    {
        var map = plot.Add.Heatmap(cells);
        map.Colormap = new ScottPlot.Colormaps.Viridis();
        var bar = plot.Add.ColorBar(map);
        bar.Label = scale;
        bar.LabelStyle.FontSize = 15;
        bar.Axis.TickLabelStyle.FontSize = 13;
        bar.Axis.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { TickDensity = 0.3 };
        plot.HideGrid();
    }

    /// <summary>Puts a legend into the upper right corner.</summary>
    public static void Legend(Plot plot, Alignment place = Alignment.UpperRight)
    {
        plot.ShowLegend(place);
        plot.Legend.FontSize = 14;
        plot.Legend.OutlineColor = Colors.Transparent;
        plot.Legend.ShadowColor = Colors.Transparent;
    }

    /// <summary>The finished figure: light as PNG and SVG, dark as PNG.</summary>
    /// <param name="plot">What was drawn; its colors are changed.</param>
    /// <param name="name">File name without an ending.</param>
    /// <param name="title">What it shows.</param>
    /// <param name="height">Height in the unit that text sizes are in.</param>
    public static Figure Render(Plot plot, string name, string title, int height = Height)
    {
        plot.ScaleFactor = Sharpness;
        var (width, pixels) = ((int)(Width * Sharpness), (int)(height * Sharpness));
        var (png, svg) = (plot.GetImageBytes(width, pixels, ImageFormat.Png), plot.GetSvgXml(width, pixels));
        Paint(plot, DarkGround, DarkInk);
        return new(name, title, png, svg) { DarkPng = plot.GetImageBytes(width, pixels, ImageFormat.Png) };
    }

    private static void Paint(Plot plot, Color ground, Color ink)
    {
        plot.FigureBackground.Color = ground;
        plot.DataBackground.Color = ground;
        plot.Axes.Color(ink);
        plot.Grid.MajorLineColor = ink.WithOpacity(0.1);
        plot.Legend.BackgroundColor = ground.WithOpacity(0.85);
        foreach (var bar in plot.Axes.GetPanels().OfType<ScottPlot.Panels.ColorBar>())
        {
            bar.LabelStyle.ForeColor = ink;
            bar.Axis.TickLabelStyle.ForeColor = ink;
            bar.Axis.MajorTickStyle.Color = ink;
            bar.Axis.MinorTickStyle.Color = ink;
        }

        foreach (var marker in plot.GetPlottables<ScottPlot.Plottables.Marker>().Where(marker => marker.Shape == MarkerShape.FilledCircle))
            marker.MarkerStyle.OutlineColor = ground;
        plot.Legend.FontColor = ink;
    }
}
