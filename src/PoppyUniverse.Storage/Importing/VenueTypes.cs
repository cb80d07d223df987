using PoppyUniverse.Storage.Csv;

namespace PoppyUniverse.Storage.Importing;

/// <summary>The type of each venue category, as a file gives them: CSV with the columns category and type.</summary>
internal sealed class VenueTypes
{
    private const string One = "Venue";
    private const string Other = "Other";

    private readonly string? _path;
    private readonly Dictionary<string, string> _types = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _missing = new(StringComparer.Ordinal);

    /// <summary>The types of a file, or one type for all without a file.</summary>
    public VenueTypes(string? path)
    {
        _path = path;
        if (path is null)
            return;
        using var lines = new TextLines(path);
        while (lines.Next() is { } line)
        {
            if (line.Length == 0)
                continue;
            if (QuotedLine.Split(line, ',') is not [var category, var type] || category.Trim().Length == 0 || type.Trim().Length == 0)
                throw new DataFormatException(path, lines.Number, 0, $"is {Excerpt.Of(line)}; expected category,type.");
            if (lines.Number == 1 && string.Equals(type.Trim(), "type", StringComparison.OrdinalIgnoreCase))
                continue;
            if (!_types.TryAdd(category.Trim(), type.Trim()))
                throw new DataFormatException(path, lines.Number, 1, $"category {Excerpt.Of(category)} stands in the file twice; expected it once.");
        }
    }

    /// <summary>What the person should know of categories without a type.</summary>
    public IReadOnlyList<string> Notes => _missing.Count == 0 ? [] :
        [$"{_missing.Count} categories are not in {_path} and got the type {Other}: {string.Join(", ", _missing.Take(5))}{(_missing.Count > 5 ? ", …" : "")}."];

    /// <summary>The type of a category.</summary>
    public string Of(string category)
    {
        if (_path is null)
            return One;
        if (_types.TryGetValue(category, out var type))
            return type;
        _missing.Add(category);
        return Other;
    }
}
