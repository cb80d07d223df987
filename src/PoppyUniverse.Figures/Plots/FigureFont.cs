using ScottPlot;
using SkiaSharp;

namespace PoppyUniverse.Figures.Plots;

/// <summary>The font of all figures, from this assembly: pictures look the same whatever fonts a machine has.</summary>
internal sealed class FigureFont : IFontResolver
{
    public const string Name = "DejaVu Sans";

    private static readonly Lazy<SKTypeface> Regular = new(() => Load("DejaVuSans.ttf"));
    private static readonly Lazy<SKTypeface> Bold = new(() => Load("DejaVuSans-Bold.ttf"));

    /// <summary>Makes it the font of every text that names no other. May be called again.</summary>
    public static void Install()
    {
        lock (Fonts.FontResolvers)
        {
            if (Fonts.FontResolvers.OfType<FigureFont>().Any())
                return;
            Fonts.FontResolvers.Insert(0, new FigureFont());
            Fonts.Default = Name;
            Fonts.Sans = Name;
        }
    }

    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
        fontName == Name ? (bold ? Bold : Regular).Value : null;

    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        CreateTypeface(fontName, weight >= FontWeight.SemiBold, slant != FontSlant.Upright);

    private static SKTypeface Load(string resource)
    {
        using var stream = typeof(FigureFont).Assembly.GetManifestResourceStream(resource)!;
        return SKTypeface.FromStream(stream);
    }
}
