using PoppyUniverse.Interactions;

namespace PoppyUniverse.Storage.Csv;

/// <summary>yyyy-MM-dd HH:mm:ss.ffffff in UTC, 26 bytes, for the years 1 to 9999.</summary>
internal static class TimestampFormatter
{
    private const long SecondsPerMinute = 60;
    private const int DaysPerEra = 146_097; // 400 Gregorian years
    private const int DaysFromEraToEpoch = 719_468; // 0000-03-01 to 1970-01-01

    public static void Format(long unixMicroseconds, Span<byte> destination)
    {
        var day = Math.DivRem(unixMicroseconds, TimeSlot.MicrosecondsPerDay, out var ofDay);
        if (ofDay < 0)
            (day, ofDay) = (day - 1, ofDay + TimeSlot.MicrosecondsPerDay);
        FormatDate(day, destination);
        var (second, fraction) = Math.DivRem(ofDay, 1_000_000);
        destination[10] = (byte)' ';
        Two((int)(second / 3600), destination[11..]);
        destination[13] = (byte)':';
        Two((int)(second / SecondsPerMinute % 60), destination[14..]);
        destination[16] = (byte)':';
        Two((int)(second % 60), destination[17..]);
        destination[19] = (byte)'.';
        Two((int)(fraction / 10_000), destination[20..]);
        Two((int)(fraction / 100 % 100), destination[22..]);
        Two((int)(fraction % 100), destination[24..]);
    }

    // The civil calendar from a count of days, by eras of 400 years that start on March 1 (leap days fall at a year's end).
    private static void FormatDate(long day, Span<byte> destination)
    {
        var shifted = day + DaysFromEraToEpoch;
        var era = (shifted >= 0 ? shifted : shifted - DaysPerEra + 1) / DaysPerEra;
        var ofEra = (int)(shifted - (era * DaysPerEra));
        var yearOfEra = (ofEra - (ofEra / 1460) + (ofEra / 36_524) - (ofEra / 146_096)) / 365;
        var ofYear = ofEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var shiftedMonth = ((5 * ofYear) + 2) / 153;
        var month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
        var year = (int)(yearOfEra + (era * 400)) + (month <= 2 ? 1 : 0);
        Two(year / 100, destination);
        Two(year % 100, destination[2..]);
        destination[4] = (byte)'-';
        Two(month, destination[5..]);
        destination[7] = (byte)'-';
        Two(ofYear - (((153 * shiftedMonth) + 2) / 5) + 1, destination[8..]);
    }

    private static void Two(int number, Span<byte> destination)
    {
        destination[1] = (byte)('0' + (number % 10));
        destination[0] = (byte)('0' + (number / 10));
    }
}
