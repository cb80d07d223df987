using System.Buffers.Text;
using System.Text;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Storage.Csv;

public sealed partial class InteractionRowReader
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // Parses the current record into the properties; a fault when it is no interaction.
    private DataFormatException? Parse() =>
        FieldCount() ?? ParseUser() ?? ParseCategory() ?? ParseStrength() ?? ParseTime();

    private DataFormatException? FieldCount() =>
        _csv.FieldCount == _columns.FieldCount
            ? null
            : Fault(_csv.LineNumber, 0, $"the row has {_csv.FieldCount} fields; expected {_columns.FieldCount}{(_csv.FieldCount < _columns.FieldCount ? " (is the file cut off?)" : "")}.");

    private DataFormatException? ParseUser()
    {
        var field = _csv.GetSpan(_columns[InteractionColumn.User]);
        if (field.IsEmpty)
            return Wrong(InteractionColumn.User, "an id");
        if (_user.Length < field.Length)
            _user = new char[field.Length * 2];
        if (field.Contains((byte)0))
            return Wrong(InteractionColumn.User, "text without NUL bytes");
        try
        {
            _userLength = Strict.GetChars(field, _user);
            return null;
        }
        catch (DecoderFallbackException)
        {
            return NotUtf8(InteractionColumn.User);
        }
    }

    private DataFormatException? ParseCategory()
    {
        foreach (var column in (ReadOnlySpan<int>)[InteractionColumn.Type, InteractionColumn.Value])
        {
            if (_columns[column] == ColumnMap.Missing)
                continue;
            var field = _csv.GetSpan(_columns[column]);
            if (field.IsEmpty && !(column == InteractionColumn.Type && _options.AnyCategory))
                return Wrong(column, "a name");
            if (!System.Text.Unicode.Utf8.IsValid(field))
                return NotUtf8(column);
            if (field.Contains((byte)0))
                return Wrong(column, "text without NUL bytes");
        }

        if (_columns[InteractionColumn.Type] != ColumnMap.Missing)
            Type = _csv.GetString(_columns[InteractionColumn.Type]);
        Value = _csv.GetString(_columns[InteractionColumn.Value]);
        if (_options.AnyCategory || _options.Catalog is not { } catalog || catalog.IndexOf(Type, Value) >= 0)
            return null;
        var type = catalog.IndexOfType(Type);
        if (type < 0)
            return Wrong(InteractionColumn.Type, $"one of {Some(catalog.Types)}");
        var (first, count) = catalog.ValuesOf(type);
        return Wrong(InteractionColumn.Value, $"a {Type} the model knows: {Some([.. catalog.Values.Skip(first).Take(count)])}");
    }

    private DataFormatException? ParseStrength()
    {
        Strength = Interaction.MissingStrength;
        if (!HasStrength || _options.IgnoreStrength)
            return null;
        var field = _csv.GetSpan(_columns[InteractionColumn.Strength]);
        if (field.IsEmpty)
            return null;
        if (!Utf8Parser.TryParse(field, out double rating, out var used) || used != field.Length)
            return Wrong(InteractionColumn.Strength, Ratings.Expected(_options.Scale));
        Strength = Ratings.StrengthOf(rating, _options.Scale);
        return Strength == Interaction.MissingStrength ? Wrong(InteractionColumn.Strength, Ratings.Expected(_options.Scale)) : null;
    }

    private DataFormatException? ParseTime()
    {
        if (_columns[InteractionColumn.Time] == ColumnMap.Missing)
            return null;
        if (!TimestampParser.TryParse(_csv.GetSpan(_columns[InteractionColumn.Time]), out var time))
            return Wrong(InteractionColumn.Time, TimestampParser.Expected);
        UnixMicroseconds = time;
        return null;
    }

    // What stands for a missing column is the same in every row, so it is set once.
    private void ReadConstants(ColumnNames names)
    {
        Type = names.ConstantOf(InteractionColumn.Type) ?? "";
        if (names.ConstantOf(InteractionColumn.Time) is { } text && TimestampParser.TryParse(Encoding.UTF8.GetBytes(text), out var time))
            UnixMicroseconds = time;
    }

    private DataFormatException Wrong(int column, string expected)
    {
        var (line, character) = PlaceOf(_columns[column]);
        return Fault(line, character, $"{InteractionColumn.Names[column]} is {Excerpt.Of(_csv.GetSpan(_columns[column]))}; expected {expected}.");
    }

    private DataFormatException NotUtf8(int column)
    {
        var (line, character) = PlaceOf(_columns[column]);
        return Fault(line, character, $"{InteractionColumn.Names[column]} is {Excerpt.Of(_csv.GetSpan(_columns[column]))}, which is not UTF-8; expected a file saved as UTF-8.");
    }

    // Line and character where a field starts; earlier fields of the record may hold line breaks.
    private (long Line, int Character) PlaceOf(int field)
    {
        var (line, character) = (_csv.LineNumber, 1);
        for (var before = 0; before < field; before++)
        {
            foreach (var symbol in Encoding.UTF8.GetString(_csv.GetRawSpan(before)))
                (line, character) = symbol == '\n' ? (line + 1, 1) : (line, character + 1);
            character++;
        }

        return (line, character);
    }

    private static string Some(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(12)) + (names.Count > 12 ? $", … ({names.Count} in all)" : "");
}
