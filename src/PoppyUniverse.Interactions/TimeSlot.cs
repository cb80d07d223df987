namespace PoppyUniverse.Interactions;

/// <summary>
/// An hour of a week, what the models know of time: index = hour · 7 + day, with hour 0–23 and
/// day 0 (Monday) to 6 (Sunday).
/// </summary>
/// <param name="Index">0 to 167.</param>
public readonly record struct TimeSlot(byte Index)
{
    /// <summary>Hours of a day: 24.</summary>
    public const int Hours = 24;

    /// <summary>Days of a week: 7.</summary>
    public const int Days = 7;

    /// <summary>Number of slots: 168.</summary>
    public const int Count = Hours * Days;

    /// <summary>Microseconds of an hour.</summary>
    public const long MicrosecondsPerHour = 3_600_000_000;

    /// <summary>Microseconds of a day.</summary>
    public const long MicrosecondsPerDay = Hours * MicrosecondsPerHour;

    // 1970-01-01 was a Thursday: day 3 when Monday is 0.
    private const int DayOfEpoch = 3;
    private const int FirstWeekendDay = 5;

    /// <summary>Hour of day, 0–23.</summary>
    public int Hour => Index / Days;

    /// <summary>Day of week, 0 (Monday) to 6 (Sunday).</summary>
    public int Day => Index % Days;

    /// <summary>Saturday or Sunday.</summary>
    public bool IsWeekend => Day >= FirstWeekendDay;

    /// <summary>The slot of an hour and a day.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Hour outside 0–23 or day outside 0–6.</exception>
    public static TimeSlot Of(int hour, int day)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)hour, (uint)Hours, nameof(hour));
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)day, (uint)Days, nameof(day));
        return new((byte)((hour * Days) + day));
    }

    /// <summary>The slot of a moment, in UTC; defined before 1970 as well.</summary>
    public static TimeSlot FromUnixMicroseconds(long unixMicroseconds)
    {
        var day = Math.DivRem(unixMicroseconds, MicrosecondsPerDay, out var ofDay);
        if (ofDay < 0)
            (day, ofDay) = (day - 1, ofDay + MicrosecondsPerDay);
        var weekday = (int)((((day + DayOfEpoch) % Days) + Days) % Days);
        return new((byte)(((int)(ofDay / MicrosecondsPerHour) * Days) + weekday));
    }
}
