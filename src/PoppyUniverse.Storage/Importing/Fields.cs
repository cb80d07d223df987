using System.Globalization;
using PoppyUniverse.Interactions;
using PoppyUniverse.Storage.Csv;

namespace PoppyUniverse.Storage.Importing;

/// <summary>The fields of a line, with the place of each for messages.</summary>
internal readonly ref struct Fields
{
    private readonly string _line;
    private readonly string _separator;
    private readonly string[] _texts;

    public Fields(string line, string separator)
        : this(line, separator, line.Split(separator))
    {
    }

    public Fields(string line, string separator, string[] texts) => (_line, _separator, _texts) = (line, separator, texts);

    public int Count => _texts.Length;

    public string this[int field] => _texts[field];

    /// <summary>The line's fault when it has another number of fields.</summary>
    public LineFault? Require(int count) => Count == count ? null : new(
        0, $"the row has {Count} fields; expected {count}, separated by {(_separator == "\t" ? "tabs" : $"\"{_separator}\"")}{(_line.Length == 0 ? " (the line is empty)" : "")}.");

    /// <summary>What is wrong with a field.</summary>
    public LineFault Wrong(int field, string name, string expected)
    {
        var column = 1;
        for (var before = 0; before < field; before++)
            column += _texts[before].Length + _separator.Length;
        return new(column, $"{name} is {Excerpt.Of(_texts[field])}; expected {expected}.");
    }

    /// <summary>A rating as Strength.</summary>
    public LineFault? Strength(int field, StrengthScale? scale, out byte strength)
    {
        strength = double.TryParse(_texts[field], NumberStyles.Float, CultureInfo.InvariantCulture, out var rating) ? Ratings.StrengthOf(rating, scale) : Interaction.MissingStrength;
        return strength == Interaction.MissingStrength ? Wrong(field, "Rating", Ratings.Expected(scale)) : null;
    }

    /// <summary>Unix seconds.</summary>
    public LineFault? Seconds(int field, out long unixMicroseconds)
    {
        const long Latest = 253_402_300_799; // 9999-12-31T23:59:59Z
        var read = long.TryParse(_texts[field], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= Latest;
        unixMicroseconds = read ? seconds * 1_000_000 : 0;
        return read ? null : Wrong(field, "Timestamp", "seconds since 1970-01-01");
    }
}
