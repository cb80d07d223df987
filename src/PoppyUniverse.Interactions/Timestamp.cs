namespace PoppyUniverse.Interactions;

/// <summary>Bridge between <see cref="DateTimeOffset"/> and the log's microseconds since 1970-01-01T00:00:00Z.</summary>
public static class Timestamp
{
    /// <summary>Microseconds since the Unix epoch, rounded down.</summary>
    public static long ToUnixMicroseconds(DateTimeOffset moment) =>
        Math.DivRem(moment.UtcTicks - DateTime.UnixEpoch.Ticks, TimeSpan.TicksPerMicrosecond) is var (whole, rest) && rest < 0
            ? whole - 1
            : whole;

    /// <summary>The moment of a number of microseconds since the Unix epoch, with offset zero.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside the years 1 to 9999.</exception>
    public static DateTimeOffset FromUnixMicroseconds(long unixMicroseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(checked(unixMicroseconds * TimeSpan.TicksPerMicrosecond));
}
