using System.Runtime.Intrinsics;
using PoppyUniverse.Interactions;
using PoppyUniverse.Storage.Csv;

namespace PoppyUniverse.Storage.Simulations.Formats;

/// <summary>Moments as "yyyy-MM-dd HH:mm:ss.ffffff": the dates met last and all minutes of a day are kept ready.</summary>
internal sealed unsafe partial class SimulatedCsvFormatter
{
    private const int DaysKept = 128;
    private const int DateBytes = 11;
    private const int MinutesPerDay = 24 * 60;
    private const long MicrosecondsPerMinute = 60_000_000;
    private const int MicrosecondsPerSecond = 1_000_000;

    private readonly byte[] _days = new byte[DaysKept * Word]; // "yyyy-MM-dd "
    private readonly long[] _dayOf = new long[DaysKept];
    private readonly ulong[] _minutes = new ulong[MinutesPerDay]; // "HH:mm:"

    private void PrepareTimes()
    {
        Array.Fill(_dayOf, long.MinValue);
        for (var minute = 0; minute < MinutesPerDay; minute++)
            _minutes[minute] = Packed($"{minute / 60:00}:{minute % 60:00}:");
    }

    private byte* WriteTime(long unixMicroseconds, byte* end)
    {
        var day = Math.DivRem(unixMicroseconds, TimeSlot.MicrosecondsPerDay, out var ofDay);
        if (ofDay < 0)
            (day, ofDay) = (day - 1, ofDay + TimeSlot.MicrosecondsPerDay);
        var kept = (int)(day & (DaysKept - 1));
        if (_dayOf[kept] != day)
            KeepDay(day, kept);
        Vector128.Create(_days, kept * Word).Store(end);
        end += DateBytes;

        var minute = (int)(ofDay / MicrosecondsPerMinute);
        var ofMinute = (uint)(ofDay - (minute * MicrosecondsPerMinute));
        *(ulong*)end = _minutes[minute];
        var second = ofMinute / MicrosecondsPerSecond;
        *(ushort*)(end + 6) = _two[second];
        end[8] = (byte)'.';
        var fraction = ofMinute - (second * MicrosecondsPerSecond);
        var hundreds = fraction / 100;
        *(uint*)(end + 9) = _four[hundreds];
        *(ushort*)(end + 13) = _two[fraction - (hundreds * 100)];
        return end + 15;
    }

    private void KeepDay(long day, int place)
    {
        Span<byte> text = stackalloc byte[26];
        TimestampFormatter.Format(day * TimeSlot.MicrosecondsPerDay, text);
        text[..DateBytes].CopyTo(_days.AsSpan(place * Word));
        _dayOf[place] = day;
    }
}
