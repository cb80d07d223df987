using System.Globalization;

namespace PoppyUniverse.Web.Pages.Charts;

/// <summary>
/// Numbers as SVG wants them. Charts are laid out in percent of their width, so that they fit any screen while text keeps its
/// size.
/// </summary>
internal static class Shape
{
    /// <summary>Shades of heat maps, from --h0 to the strongest.</summary>
    public const int Shades = 12;

    /// <summary>Types that colors tell apart; beyond they repeat, and names tell.</summary>
    public const int TypeColors = 6;

    /// <summary>A share as a percentage of the width or height.</summary>
    public static string Percent(double fraction) => (fraction * 100).ToString("0.###", CultureInfo.InvariantCulture) + "%";

    /// <summary>A plain number.</summary>
    public static string Number(double number) => number.ToString("0.###", CultureInfo.InvariantCulture);

    /// <summary>The shade of a number between two others.</summary>
    public static string Shade(double value, double low, double high) =>
        $"var(--h{(high > low ? Math.Clamp((int)((value - low) / (high - low) * Shades), 0, Shades - 1) : 0)})";

    /// <summary>The color of a type.</summary>
    public static string TypeColor(int type) => $"var(--t{type % TypeColors})";

    /// <summary>Round numbers that split a range, at most so many and at least two.</summary>
    public static IReadOnlyList<double> Ticks(double low, double high, int most)
    {
        var span = high - low;
        if (!(span > 0) || !double.IsFinite(span))
            return [low];
        double step = 1e-9;
        for (var k = 0; span / step > most; k++)
            step *= k % 3 == 1 ? 2.5 : 2; // 1, 2, 5, 10 …
        var ticks = new List<double>();
        for (var tick = Math.Ceiling(low / step); tick * step <= high + (step * 1e-6); tick++)
            ticks.Add(tick * step);
        return ticks;
    }
}
