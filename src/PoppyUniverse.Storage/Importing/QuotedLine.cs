namespace PoppyUniverse.Storage.Importing;

/// <summary>Lines of CSV whose fields may be quoted (RFC 4180) but hold no line breaks.</summary>
internal static class QuotedLine
{
    /// <summary>The fields without their quotes.</summary>
    public static string[] Split(string line, char separator) => [.. Places(line, separator).Select(field => field.Text)];

    /// <summary>The fields without their quotes, and the character of the line, from 1, where each starts.</summary>
    public static List<(string Text, int Column)> Places(string line, char separator)
    {
        var (fields, field, quoted, column) = (new List<(string, int)>(), new System.Text.StringBuilder(), false, 1);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"')
                field.Append(line[i++]);
            else if (line[i] == '"')
                quoted = !quoted;
            else if (line[i] == separator && !quoted)
            {
                fields.Add((field.ToString(), column));
                field.Clear();
                column = i + 2;
            }
            else
                field.Append(line[i]);
        }

        fields.Add((field.ToString(), column));
        return fields;
    }
}
