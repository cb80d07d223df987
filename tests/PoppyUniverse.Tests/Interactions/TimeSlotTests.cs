using CsCheck;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Tests.Interactions;

public sealed class TimeSlotTests
{
    [Fact]
    public void FromUnixMicroseconds_AnyTime_IsWhatTheCalendarSays() =>
        Gen.Long[-60_000_000_000_000_000, 200_000_000_000_000_000].Sample(micros =>
        {
            var moment = Timestamp.FromUnixMicroseconds(micros);
            var slot = TimeSlot.FromUnixMicroseconds(micros);
            return slot.Hour == moment.Hour && slot.Day == ((int)moment.DayOfWeek + 6) % 7
                && Timestamp.ToUnixMicroseconds(moment) == micros && slot == TimeSlot.Of(slot.Hour, slot.Day);
        });
}
