namespace PoppyUniverse.Storage.Csv;

/// <summary>Where a file keeps each column of a log.</summary>
internal sealed class ColumnMap
{
    /// <summary>The place of a column that the file does not have.</summary>
    public const int Missing = -1;

    private readonly int[] _places;

    /// <summary>Reads a header.</summary>
    /// <exception cref="DataFormatException">A column is missing, or named twice, or the header is a truth file's.</exception>
    public ColumnMap(string file, IReadOnlyList<string> headers)
    {
        _places = [.. InteractionColumn.Names.Select(_ => Missing)];
        for (var place = 0; place < headers.Count; place++)
        {
            if (InteractionColumn.IsTruth(headers[place]))
                throw new DataFormatException(file, 1, 0, $"column {Excerpt.Of(headers[place])} belongs to a truth file; models must not see the truth.");
            var column = InteractionColumn.Meaning(headers[place]);
            if (column < 0)
                continue;
            if (_places[column] != Missing)
                throw new DataFormatException(file, 1, 0, $"columns {Excerpt.Of(headers[_places[column]])} and {Excerpt.Of(headers[place])} both mean {InteractionColumn.Names[column]}; expected one.");
            _places[column] = place;
        }

        Require(InteractionColumn.User, InteractionColumn.Type, InteractionColumn.Value, InteractionColumn.Time);
        FieldCount = headers.Count;

        void Require(params ReadOnlySpan<int> columns)
        {
            foreach (var column in columns)
            {
                if (_places[column] == Missing)
                    throw new DataFormatException(file, 1, 0, $"column {InteractionColumn.Names[column]} is missing; found {Found()}.");
            }
        }

        string Found() => string.Join(", ", headers.Take(12).Select(Excerpt.Of)) + (headers.Count > 12 ? ", …" : "");
    }

    /// <summary>Number of fields every row must have.</summary>
    public int FieldCount { get; }

    /// <summary>The field of a column, or <see cref="Missing"/>.</summary>
    public int this[int column] => _places[column];
}
