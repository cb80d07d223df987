namespace PoppyUniverse.Storage.Importing;

/// <summary>Lines of CSV whose fields may be quoted (RFC 4180) but hold no line breaks.</summary>
internal static class QuotedLine
{
    /// <summary>The fields without their quotes.</summary>
    public static string[] Split(string line, char separator)
    {
        if (!line.Contains('"', StringComparison.Ordinal))
            return line.Split(separator);
        var (fields, field, quoted) = (new List<string>(), new System.Text.StringBuilder(), false);
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"')
                field.Append(line[i++]);
            else if (line[i] == '"')
                quoted = !quoted;
            else if (line[i] == separator && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
                field.Append(line[i]);
        }

        fields.Add(field.ToString());
        return [.. fields];
    }
}
