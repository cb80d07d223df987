using PoppyUniverse.Storage.Csv;

namespace PoppyUniverse.Storage.Importing;

/// <summary>
/// Ratings of MovieLens 100K and 1M: user, film, rating and Unix seconds a line. The film's first genre is the type, its title
/// the value.
/// </summary>
internal sealed class MovieLensFormat : ILineFormat
{
    private const int GenreFlags = 19;
    private const int FieldsBeforeFlags = 5; // id, title, release date, video release date, address

    // The order of the flags in u.item, as the data set's README gives it.
    private static readonly string[] Genres =
    [
        "unknown", "Action", "Adventure", "Animation", "Children's", "Comedy", "Crime", "Documentary", "Drama", "Fantasy",
        "Film-Noir", "Horror", "Musical", "Mystery", "Romance", "Sci-Fi", "Thriller", "War", "Western",
    ];

    private readonly string _separator;
    private readonly MovieTitles _films;
    private readonly string _filmFile;
    private readonly StrengthScale? _scale;

    private MovieLensFormat(string separator, MovieTitles films, string filmFile, StrengthScale? scale) =>
        (_separator, _films, _filmFile, _scale) = (separator, films, Path.GetFileName(filmFile), scale);

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes => [];

    /// <summary>MovieLens 100K, by its u.data.</summary>
    public static MovieLensFormat Of100k(string ratings, StrengthScale? scale)
    {
        var items = Path.Combine(Path.GetDirectoryName(ratings) ?? "", "u.item");
        return new("\t", new(items, "|", FirstFlag), items, scale);
    }

    /// <summary>MovieLens 1M, by its ratings.dat.</summary>
    public static MovieLensFormat Of1m(string ratings, StrengthScale? scale)
    {
        var movies = Path.Combine(Path.GetDirectoryName(ratings) ?? "", "movies.dat");
        return new("::", new(movies, "::", FirstName), movies, scale);
    }

    /// <inheritdoc/>
    public bool IsHeader(string firstLine) => false;

    /// <inheritdoc/>
    public LineFault? Parse(string line, out ImportedRow row)
    {
        row = default;
        var fields = new Fields(line, _separator);
        if (fields.Require(4) is { } count)
            return count;
        if (fields[0].Length == 0)
            return fields.Wrong(0, "User", "an id");
        if (!_films.TryFind(fields[1], out var film))
            return fields.Wrong(1, "Film", $"an id of {_filmFile}");
        if (fields.Strength(2, _scale, out var strength) is { } rating)
            return rating;
        if (fields.Seconds(3, out var time) is { } seconds)
            return seconds;
        row = new(fields[0], film.Genre, film.Title, strength, time);
        return null;
    }

    private static (string Genre, string Title)? FirstFlag(string[] fields)
    {
        if (fields.Length != FieldsBeforeFlags + GenreFlags)
            return null;
        var first = Array.IndexOf(fields, "1", FieldsBeforeFlags);
        return (first < 0 ? Genres[0] : Genres[first - FieldsBeforeFlags], fields[1]);
    }

    // a title may hold the separator itself
    private static (string Genre, string Title)? FirstName(string[] fields) =>
        fields.Length < 3 ? null : (fields[^1].Split('|')[0], string.Join("::", fields[1..^1]));
}
