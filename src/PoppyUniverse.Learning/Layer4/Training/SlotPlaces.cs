using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>Where what an hour and a day bring stands, projected and factors; the same for all rows of a time slot.</summary>
internal readonly record struct SlotPlaces(nint Hour, nint Day, nint HourFactors, nint DayFactors)
{
    /// <summary>Those of each time slot.</summary>
    public static SlotPlaces[] All(NetworkShape shape, NetworkProjection projected)
    {
        var (width, factors) = (shape.Hidden[0], shape.FactorWidth);
        SlotPlaces[] all =
        [
            .. Enumerable.Range(0, TimeSlot.Count).Select(slot => new TimeSlot((byte)slot)).Select(slot =>
                new SlotPlaces(projected.Hours + (slot.Hour * width), projected.Days + (slot.Day * width), slot.Hour * factors, slot.Day * factors)),
        ];
        var pinned = GC.AllocateUninitializedArray<SlotPlaces>(all.Length, pinned: true);
        all.CopyTo(pinned, 0);
        return pinned;
    }
}
