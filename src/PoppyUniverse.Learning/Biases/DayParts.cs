using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning;

/// <summary>Parts of a day and of a week that are coarse enough to have rows of every user or value.</summary>
public static class DayParts
{
    /// <summary>Parts of a day, of four hours: 6.</summary>
    public const int OfDay = TimeSlot.Hours / HoursOfPart;

    /// <summary>Workdays and weekends: 2.</summary>
    public const int OfWeek = 2;

    /// <summary>Parts of a day on workdays and on weekends: 12.</summary>
    public const int All = OfDay * OfWeek;

    private const int HoursOfPart = 4;

    /// <summary>Part of the day, 0 to 5.</summary>
    public static int DayPart(TimeSlot slot) => slot.Hour / HoursOfPart;

    /// <summary>0 on workdays, 1 on weekends.</summary>
    public static int WeekPart(TimeSlot slot) => slot.IsWeekend ? 1 : 0;

    /// <summary>Both, 0 to 11.</summary>
    public static int Part(TimeSlot slot) => (DayPart(slot) * OfWeek) + WeekPart(slot);
}
