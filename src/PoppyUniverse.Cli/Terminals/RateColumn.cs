using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace PoppyUniverse.Cli.Terminals;

/// <summary>Units a second: "1.2 M rows/s".</summary>
internal sealed class RateColumn : ProgressColumn
{
    protected override bool NoWrap => true;

    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime)
    {
        var seconds = task.ElapsedTime?.TotalSeconds ?? 0;
        var done = task.Tag is ProgressBar bar ? bar.UnitsDone ?? task.Value : 0;
        return seconds > 0 && done > 0
            ? new Text($"{Compact(done / seconds)} {((ProgressBar)task.Tag!).Unit}/s", new Style(Color.Grey))
            : Text.Empty;
    }

    /// <summary>Three significant digits with k, M or G.</summary>
    internal static string Compact(double number)
    {
        var (scaled, suffix) = number switch
        {
            >= 1e9 => (number / 1e9, " G"),
            >= 1e6 => (number / 1e6, " M"),
            >= 1e3 => (number / 1e3, " k"),
            _ => (number, ""),
        };
        var format = scaled switch { >= 100 => "0", >= 10 => "0.0", _ => "0.00" };
        return scaled.ToString(format, CultureInfo.InvariantCulture) + suffix;
    }
}
