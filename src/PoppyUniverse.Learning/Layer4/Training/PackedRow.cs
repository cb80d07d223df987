using System.Runtime.Intrinsics;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// What training knows of an interaction, in 8 bytes: user (26 bits, the sort key, on top), level of recency (6), value (21),
/// hour of week (8), Strength (3).
/// </summary>
internal readonly record struct PackedRow(ulong Bits)
{
    private const int SlotShift = 3;
    private const int ValueShift = 11;
    private const int LevelShift = 32;
    private const int UserShift = 38;
    private const int ValueMask = (1 << (LevelShift - ValueShift)) - 1;

    public PackedRow(int user, int value, TimeSlot slot, byte strength, int level = 0)
        : this(((ulong)(uint)user << UserShift) | ((ulong)(uint)level << LevelShift) | ((ulong)(uint)value << ValueShift) | ((ulong)slot.Index << SlotShift) | strength)
    {
    }

    /// <summary>The most values a catalog may have: 2²¹ − 1 and the unknown one.</summary>
    public const int MostValues = ValueMask;

    /// <summary>Levels of recency.</summary>
    public const int Levels = 1 << (UserShift - LevelShift);

    /// <summary>The most users a lane may have.</summary>
    public const int MostUsers = (1 << (64 - UserShift)) - 1;

    public int User => (int)(Bits >> UserShift);

    public int Value => (int)(Bits >> ValueShift) & ValueMask;

    public int Level => (int)(Bits >> LevelShift) & (Levels - 1);

    /// <summary>Index of the hour of week.</summary>
    public int Slot => (byte)(Bits >> SlotShift);

    public byte Strength => (byte)(Bits & 7);

    /// <summary>Users of eight rows, from their bits.</summary>
    public static Vector512<long> Users(Vector512<ulong> bits) => Vector512.ShiftRightLogical(bits, UserShift).AsInt64();

    /// <summary>Values of eight rows.</summary>
    public static Vector512<long> Values(Vector512<ulong> bits) => (Vector512.ShiftRightLogical(bits, ValueShift) & Vector512.Create((ulong)ValueMask)).AsInt64();

    /// <summary>Hours of week of eight rows.</summary>
    public static Vector512<long> Slots(Vector512<ulong> bits) => (Vector512.ShiftRightLogical(bits, SlotShift) & Vector512.Create((ulong)byte.MaxValue)).AsInt64();

    public PackedRow WithUser(int user) => new((Bits & ((1UL << UserShift) - 1)) | ((ulong)(uint)user << UserShift));

    public PackedRow WithValue(int value) =>
        new((Bits & ~((ulong)ValueMask << ValueShift)) | ((ulong)(uint)value << ValueShift));
}
