namespace PoppyUniverse.Web.Pages.Charts;

/// <summary>A line of a chart.</summary>
/// <param name="Name">What it stands for.</param>
/// <param name="Style">"model", "other" or "quiet".</param>
/// <param name="Points">Its points, from left to right.</param>
public sealed record LineSeries(string Name, string Style, IReadOnlyList<(double X, double Y)> Points)
{
    /// <summary>The line of what is known by epoch; none when nothing is.</summary>
    internal static IEnumerable<LineSeries> Of(string name, string style, IEnumerable<(int Epoch, double? Loss)> epochs)
    {
        (double X, double Y)[] points = [.. epochs.Where(epoch => epoch.Loss is not null).Select(epoch => ((double)epoch.Epoch, epoch.Loss!.Value))];
        return points.Length == 0 ? [] : [new LineSeries(name, style, points)];
    }
}
