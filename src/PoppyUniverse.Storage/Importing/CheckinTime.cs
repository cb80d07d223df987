using System.Globalization;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Storage.Importing;

/// <summary>Times of the Foursquare files: "Tue Apr 03 18:17:18 +0000 2012".</summary>
internal static class CheckinTime
{
    public const string Expected = "a time such as Tue Apr 03 18:17:18 +0000 2012";

    public static bool TryParse(string text, out long unixMicroseconds)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        var read = DateTimeOffset.TryParseExact(text, "ddd MMM dd HH:mm:ss zz'00' yyyy", CultureInfo.InvariantCulture, Utc, out var moment);
        unixMicroseconds = read ? Timestamp.ToUnixMicroseconds(moment) : 0;
        return read;
    }
}
