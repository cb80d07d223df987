using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// What training knows of an interaction, in 8 bytes: user (32 bits, the sort key, on top), value (21), hour of week (8),
/// Strength (3).
/// </summary>
internal readonly record struct PackedRow(ulong Bits)
{
    private const int SlotShift = 3;
    private const int ValueShift = 11;
    private const int UserShift = 32;
    private const int ValueMask = (1 << (UserShift - ValueShift)) - 1;

    // hour and day of a slot, by table: a division costs more than a look-up here
    private static readonly byte[] HourOfSlot = [.. Enumerable.Range(0, TimeSlot.Count).Select(slot => (byte)(slot / TimeSlot.Days))];
    private static readonly byte[] DayOfSlot = [.. Enumerable.Range(0, TimeSlot.Count).Select(slot => (byte)(slot % TimeSlot.Days))];

    public PackedRow(int user, int value, TimeSlot slot, byte strength)
        : this(((ulong)(uint)user << UserShift) | ((ulong)(uint)value << ValueShift) | ((ulong)slot.Index << SlotShift) | strength)
    {
    }

    /// <summary>The most values a catalog may have: 2²¹ − 1 and the unknown one.</summary>
    public const int MostValues = ValueMask;

    public int User => (int)(Bits >> UserShift);

    public int Value => (int)(Bits >> ValueShift) & ValueMask;

    public int Hour => HourOfSlot[(byte)(Bits >> SlotShift)];

    public int Day => DayOfSlot[(byte)(Bits >> SlotShift)];

    public byte Strength => (byte)(Bits & 7);

    public PackedRow WithUser(int user) => new((Bits & uint.MaxValue) | ((ulong)(uint)user << UserShift));

    public PackedRow WithValue(int value) =>
        new((Bits & ~((ulong)ValueMask << ValueShift)) | ((ulong)(uint)value << ValueShift));
}
