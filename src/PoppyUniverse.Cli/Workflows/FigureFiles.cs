using PoppyUniverse.Figures;
using PoppyUniverse.Storage;

namespace PoppyUniverse.Cli.Workflows;

/// <summary>Writes figures as PNG and SVG.</summary>
internal static class FigureFiles
{
    /// <summary>Writes them into a folder, each under its name.</summary>
    public static void Write(IEnumerable<Figure> figures, string folder)
    {
        foreach (var figure in figures)
        {
            AtomicFile.Write(Path.Combine(folder, figure.Name + ".png"), file => file.Write(figure.Png));
            AtomicFile.WriteText(Path.Combine(folder, figure.Name + ".svg"), figure.Svg);
        }
    }
}
