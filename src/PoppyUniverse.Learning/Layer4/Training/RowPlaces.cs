using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// Where what a row of a tile takes stands, in floats from the start of each table: rows of the first layer's width
/// (its user's run, its value, hour and day projected), whole rows of its user and value, and rows of factors. Found once a
/// tile, as the way forward and the way back go to the same places.
/// </summary>
internal readonly unsafe struct RowPlaces(nint user, nint userRow, nint value, nint valueRow, SlotPlaces* slot)
{
    public readonly nint User = user;
    public readonly nint UserRow = userRow;
    public readonly nint Value = value;
    public readonly nint ValueRow = valueRow;
    public readonly SlotPlaces* Slot = slot;
}

/// <summary>Those of an hour and a day; the same for all rows of a time slot.</summary>
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
