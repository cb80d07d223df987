namespace PoppyUniverse.Storage.Csv;

/// <summary>Where a file keeps each column of a log.</summary>
internal sealed class ColumnMap
{
    /// <summary>The place of a column that the file does not have.</summary>
    public const int Missing = -1;

    private readonly string _file;
    private readonly IReadOnlyList<string> _headers;
    private readonly int[] _places;

    /// <summary>Reads a header.</summary>
    /// <param name="file">Path, for messages.</param>
    /// <param name="headers">The header's names.</param>
    /// <param name="options">Names of a foreign file, and whether rows may lack a type.</param>
    /// <exception cref="DataFormatException">A column is missing, or named twice, or the header is a truth file's.</exception>
    public ColumnMap(string file, IReadOnlyList<string> headers, ReadOptions options)
    {
        (_file, _headers, FieldCount) = (file, headers, headers.Count);
        _places = [.. InteractionColumn.Names.Select(_ => Missing)];
        var names = options.Columns ?? ColumnNames.Usual;
        if (headers.FirstOrDefault(InteractionColumn.IsTruth) is { } truth)
            throw Fault($"column {Excerpt.Of(truth)} belongs to a truth file; models must not see the truth.");
        for (var column = 0; column < _places.Length; column++)
        {
            if (names.HeaderOf(column) is { } header)
                _places[column] = PlaceOf(header, column);
        }

        for (var place = 0; place < headers.Count; place++)
            TakeUsual(place, names);
        foreach (var column in (ReadOnlySpan<int>)[InteractionColumn.User, InteractionColumn.Type, InteractionColumn.Value, InteractionColumn.Time])
        {
            var mayLack = names.ConstantOf(column) is not null || (options.AnyCategory && column == InteractionColumn.Type);
            if (_places[column] == Missing && !mayLack)
                throw Fault($"column {InteractionColumn.Names[column]} is missing; found {Found()}{Hint(column, options)}.");
        }
    }

    /// <summary>Number of fields every row must have.</summary>
    public int FieldCount { get; }

    /// <summary>The field of a column, or <see cref="Missing"/>.</summary>
    public int this[int column] => _places[column];

    private int PlaceOf(string header, int column)
    {
        var exact = Enumerable.Range(0, _headers.Count).Where(place => _headers[place] == header).ToList();
        var places = exact.Count > 0 ? exact : [.. Enumerable.Range(0, _headers.Count).Where(place => string.Equals(_headers[place].Trim(), header, StringComparison.OrdinalIgnoreCase))];
        return places switch
        {
            [var place] => place,
            [] => throw Fault($"column {Excerpt.Of(header)}, mapped to {ColumnNames.KeyOf(column)}, is missing; found {Found()}."),
            _ => throw Fault($"column {Excerpt.Of(header)}, mapped to {ColumnNames.KeyOf(column)}, stands in the header {places.Count} times; expected it once."),
        };
    }

    // A header under one of the usual names, unless it or what it means was mapped.
    private void TakeUsual(int place, ColumnNames names)
    {
        var column = InteractionColumn.Meaning(_headers[place]);
        if (column < 0 || names.HeaderOf(column) is not null || names.ConstantOf(column) is not null || _places.Contains(place))
            return;
        if (_places[column] != Missing)
            throw Fault($"columns {Excerpt.Of(_headers[_places[column]])} and {Excerpt.Of(_headers[place])} both mean {InteractionColumn.Names[column]}; expected one.");
        _places[column] = place;
    }

    private string Found() => string.Join(", ", _headers.Take(12).Select(Excerpt.Of)) + (_headers.Count > 12 ? ", …" : "");

    private static string Hint(int column, ReadOptions options) =>
        options.Columns is null ? "" : $"; map it with {ColumnNames.KeyOf(column)}=COLUMN{(column is InteractionColumn.Type or InteractionColumn.Time ? $" or {ColumnNames.KeyOf(column)}==CONSTANT" : "")}";

    private DataFormatException Fault(string problem) => new(_file, 1, 0, problem);
}
