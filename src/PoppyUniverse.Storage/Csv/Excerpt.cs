using System.Text;

namespace PoppyUniverse.Storage.Csv;

/// <summary>Pieces of a file as they appear in messages: quoted, short, without control characters.</summary>
internal static class Excerpt
{
    private const int LongestText = 60;

    public static string Of(ReadOnlySpan<byte> utf8) => Of(Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, 4 * LongestText)]));

    public static string Of(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var character in text.AsSpan(0, Math.Min(text.Length, LongestText)))
            quoted.Append(char.IsControl(character) ? '·' : character);
        return quoted.Append(text.Length > LongestText ? "…\"" : "\"").ToString();
    }
}
