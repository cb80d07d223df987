using System.Globalization;
using PoppyUniverse.Interactions;
using PoppyUniverse.Storage.Csv;

namespace PoppyUniverse.Storage.Importing;

/// <summary>The fields of a line, with the place of each for messages.</summary>
internal readonly ref struct Fields
{
    private readonly string _separator;
    private readonly List<(string Text, int Column)> _fields;

    /// <summary>A line of fields that are never quoted.</summary>
    public Fields(string line, string separator)
    {
        (_separator, _fields) = (separator, []);
        var column = 1;
        foreach (var text in line.Split(separator))
        {
            _fields.Add((text, column));
            column += text.Length + separator.Length;
        }
    }

    /// <summary>A line of fields that may be quoted.</summary>
    public Fields(string line, char separator) => (_separator, _fields) = (separator.ToString(), QuotedLine.Places(line, separator));

    public int Count => _fields.Count;

    public string this[int field] => _fields[field].Text;

    /// <summary>The line's fault when it has another number of fields.</summary>
    public LineFault? Require(int count) => Count == count ? null : new(
        0, $"the row has {Count} fields; expected {count}, separated by {(_separator == "\t" ? "tabs" : $"\"{_separator}\"")}{(_fields is [{ Text: "" }] ? " (the line is empty)" : "")}.");

    /// <summary>What is wrong with a field.</summary>
    public LineFault Wrong(int field, string name, string expected) =>
        new(_fields[field].Column, $"{name} is {Excerpt.Of(_fields[field].Text)}; expected {expected}.");

    /// <summary>A rating as Strength.</summary>
    public LineFault? Strength(int field, StrengthScale? scale, out byte strength)
    {
        strength = double.TryParse(this[field], NumberStyles.Float, CultureInfo.InvariantCulture, out var rating) ? Ratings.StrengthOf(rating, scale) : Interaction.MissingStrength;
        return strength == Interaction.MissingStrength ? Wrong(field, "Rating", Ratings.Expected(scale)) : null;
    }

    /// <summary>Unix seconds.</summary>
    public LineFault? Seconds(int field, out long unixMicroseconds)
    {
        const long Latest = 253_402_300_799; // 9999-12-31T23:59:59Z
        var read = long.TryParse(this[field], NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= Latest;
        unixMicroseconds = read ? seconds * 1_000_000 : 0;
        return read ? null : Wrong(field, "Timestamp", "seconds since 1970-01-01");
    }
}
