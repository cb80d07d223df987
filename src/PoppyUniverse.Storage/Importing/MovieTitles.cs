using PoppyUniverse.Storage.Csv;

namespace PoppyUniverse.Storage.Importing;

/// <summary>
/// The films of a MovieLens folder by their id: first genre and title. A title that several films have is followed by the
/// film's id in brackets, so that they stay apart.
/// </summary>
internal sealed class MovieTitles
{
    private readonly Dictionary<string, (string Genre, string Title)> _films = new(StringComparer.Ordinal);

    /// <summary>Reads a file of films.</summary>
    /// <param name="path">The file.</param>
    /// <param name="separator">Between fields.</param>
    /// <param name="parse">Genre and title of a line's fields, or a fault.</param>
    public MovieTitles(string path, string separator, Func<string[], (string Genre, string Title)?> parse)
    {
        using var lines = new TextLines(path);
        while (lines.Next() is { } line)
        {
            if (line.Length == 0)
                continue;
            var fields = line.Split(separator);
            if (parse(fields) is not { } film || fields[0].Length == 0 || film.Genre.Length == 0 || film.Title.Length == 0)
                throw new DataFormatException(path, lines.Number, 0, $"is {Excerpt.Of(line)}; expected an id, a title and genres, separated by \"{separator}\".");
            if (!_films.TryAdd(fields[0], film))
                throw new DataFormatException(path, lines.Number, 1, $"film {fields[0]} stands in the file twice; expected it once.");
        }

        foreach (var same in _films.GroupBy(film => film.Value).Where(same => same.Count() > 1).ToList())
        {
            foreach (var (id, film) in same)
                _films[id] = (film.Genre, $"{film.Title} [{id}]");
        }
    }

    /// <summary>The film of an id.</summary>
    public bool TryFind(string id, out (string Genre, string Title) film) => _films.TryGetValue(id, out film);
}
