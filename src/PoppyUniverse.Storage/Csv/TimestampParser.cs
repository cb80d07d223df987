using System.Buffers.Text;
using System.Globalization;
using System.Text;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Storage.Csv;

/// <summary>
/// Timestamps as people write them: yyyy-MM-dd HH:mm[:ss[.f…]] with a space or T, an optional Z or offset (else UTC), a
/// date alone, or a whole number since 1970: seconds (up to 11 digits), milliseconds (12–14) or microseconds (15–17).
/// </summary>
internal static class TimestampParser
{
    /// <summary>What is expected, for messages.</summary>
    public const string Expected = "yyyy-MM-dd HH:mm:ss[.ffffff], ISO 8601, or Unix seconds or milliseconds";

    private const int LongestSeconds = 11;
    private const int LongestMilliseconds = 14;
    private const int LongestMicroseconds = 17;
    private const int WrittenLength = 19; // yyyy-MM-dd HH:mm:ss

    public static bool TryParse(ReadOnlySpan<byte> text, out long unixMicroseconds)
    {
        if (TryParseWritten(text, out unixMicroseconds))
            return true;
        if (Utf8Parser.TryParse(text, out long number, out var used) && used == text.Length && text.Length <= LongestMicroseconds && number >= 0)
        {
            unixMicroseconds = number * (text.Length switch { <= LongestSeconds => 1_000_000, <= LongestMilliseconds => 1_000, _ => 1 });
            return true;
        }

        return TryParseIso(text, out unixMicroseconds);
    }

    // The form we write ourselves, digit by digit; anything unusual is left to the general parser.
    private static bool TryParseWritten(ReadOnlySpan<byte> text, out long unixMicroseconds)
    {
        unixMicroseconds = 0;
        if (text.Length is not (WrittenLength or WrittenLength + 7) || text[4] != '-' || text[7] != '-' || text[10] != ' '
            || text[13] != ':' || text[16] != ':' || (text.Length > WrittenLength && text[WrittenLength] != '.'))
            return false;
        if (!(Digits(text[..4], out var year) && Digits(text[5..7], out var month) && Digits(text[8..10], out var day)
            && Digits(text[11..13], out var hour) && Digits(text[14..16], out var minute) && Digits(text[17..19], out var second)))
            return false;
        var fraction = 0;
        if (text.Length > WrittenLength && !Digits(text[(WrittenLength + 1)..], out fraction))
            return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
            return false;
        unixMicroseconds = (new DateTime(year, month, day, hour, minute, second, DateTimeKind.Utc).Ticks - DateTime.UnixEpoch.Ticks)
            / TimeSpan.TicksPerMicrosecond + fraction;
        return true;
    }

    private static bool TryParseIso(ReadOnlySpan<byte> text, out long unixMicroseconds)
    {
        unixMicroseconds = 0;
        Span<char> characters = stackalloc char[40];
        if (text.Length < 8 || text.Length > characters.Length || !Ascii.IsValid(text) || text[0] is < (byte)'0' or > (byte)'9')
            return false;
        characters = characters[..Encoding.ASCII.GetChars(text, characters)];
        foreach (var format in (ReadOnlySpan<string>)
            ["yyyy-M-d'T'H:m:s.FFFFFFFK", "yyyy-M-d H:m:s.FFFFFFFK", "yyyy-M-d'T'H:mK", "yyyy-M-d H:mK", "yyyy-M-d"])
        {
            const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
            if (DateTimeOffset.TryParseExact(characters, format, CultureInfo.InvariantCulture, Utc, out var moment))
            {
                unixMicroseconds = Timestamp.ToUnixMicroseconds(moment);
                return true;
            }
        }

        return false;
    }

    private static bool Digits(ReadOnlySpan<byte> text, out int number)
    {
        number = 0;
        foreach (var digit in text)
        {
            if (digit is < (byte)'0' or > (byte)'9')
                return false;
            number = (number * 10) + digit - '0';
        }

        return true;
    }
}
