using System.Globalization;

namespace PoppyUniverse.Web.Endpoints;

/// <summary>Moments as clients write them: ISO 8601, UTC unless there is an offset.</summary>
internal static class Moments
{
    /// <summary>What is expected, for messages.</summary>
    public const string Expected = "a moment such as 2026-01-31T22:00, 2026-01-31T21:00:00Z or 2026-01-31T22:00:00+01:00";

    private const int OffsetLength = 6;

    private static readonly string[] Formats =
        ["yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd"];

    /// <summary>Reads one.</summary>
    public static bool TryParse(string text, out DateTimeOffset moment) =>
        DateTimeOffset.TryParseExact(WithPlus(text), Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out moment);

    // In a query a plus stands for a space; before an offset nothing but a plus can be meant.
    private static string WithPlus(string text) =>
        text.Length > OffsetLength && text[^OffsetLength] == ' ' && text[^3] == ':' && text.Contains('T', StringComparison.Ordinal) ? text[..^OffsetLength] + '+' + text[^(OffsetLength - 1)..] : text;
}
