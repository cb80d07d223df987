using System.Buffers;

namespace PoppyUniverse.Storage.Csv;

/// <summary>Text as a CSV field (RFC 4180).</summary>
internal static class CsvText
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",;\t|\"\r\n");

    /// <summary>The text, in quotes when it needs them: separators, quotes, line breaks, or spaces at its ends.</summary>
    public static string Quote(string text, char separator = ',') =>
        text.AsSpan().ContainsAny(Special) || text.Contains(separator) || text.Length == 0 || char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1])
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text;
}
