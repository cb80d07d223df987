namespace PoppyUniverse.Storage.Csv;

/// <summary>
/// What the columns of a foreign file are called, or what stands for one that it does not have: "user=reader_id",
/// "type==Book" (a constant, behind two equal signs). Columns that are not named go by the usual names.
/// </summary>
public sealed class ColumnNames
{
    private static readonly string[] Keys = ["user", "type", "value", "strength", "time"];

    private readonly string?[] _headers = new string?[Keys.Length];
    private readonly string?[] _constants = new string?[Keys.Length];

    private ColumnNames()
    {
    }

    /// <summary>No names: the usual ones.</summary>
    public static ColumnNames Usual { get; } = new();

    /// <summary>Reads mappings, each KEY=COLUMN or KEY==CONSTANT with the keys user, type, value, strength, time.</summary>
    /// <param name="mappings">The mappings.</param>
    /// <exception cref="FormatException">What is wrong with one, in a sentence.</exception>
    public static ColumnNames Parse(IEnumerable<string> mappings)
    {
        ArgumentNullException.ThrowIfNull(mappings);
        var names = new ColumnNames();
        foreach (var mapping in mappings)
        {
            var equals = mapping.IndexOf('=', StringComparison.Ordinal);
            var key = equals < 0 ? -1 : Array.IndexOf(Keys, mapping[..equals].Trim().ToLowerInvariant());
            if (key < 0 || equals == mapping.Length - 1)
                throw new FormatException($"The mapping is \"{mapping}\"; expected {string.Join(", ", Keys)} = a column, or type or time == a constant.");
            if (names._headers[key] is not null || names._constants[key] is not null)
                throw new FormatException($"The mapping names {Keys[key]} twice.");
            var text = mapping[(equals + 1)..];
            if (text[0] == '=')
                names._constants[key] = Constant(key, text[1..]);
            else
                names._headers[key] = text.Trim();
        }

        return names;
    }

    /// <summary>The header of a column, or null for the usual ones.</summary>
    internal string? HeaderOf(int column) => _headers[column];

    /// <summary>What stands for a column in every row, or null.</summary>
    internal string? ConstantOf(int column) => _constants[column];

    /// <summary>The key of a column in mappings.</summary>
    internal static string KeyOf(int column) => Keys[column];

    private static string Constant(int key, string text)
    {
        if (key is not (InteractionColumn.Type or InteractionColumn.Time))
            throw new FormatException($"{Keys[key]} cannot be the same in every row; expected {Keys[key]}=COLUMN.");
        if (text.Length == 0)
            throw new FormatException($"The constant of {Keys[key]} is empty.");
        if (key == InteractionColumn.Time && !TimestampParser.TryParse(System.Text.Encoding.UTF8.GetBytes(text), out _))
            throw new FormatException($"The constant of time is \"{text}\"; expected {TimestampParser.Expected}.");
        return text;
    }
}
