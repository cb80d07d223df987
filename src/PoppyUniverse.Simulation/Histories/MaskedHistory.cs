using System.Numerics;
using System.Runtime.Intrinsics.X86;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Simulation;

/// <summary>Habits over distinct values, for types with at most 64 values: a bit for each user and value.</summary>
internal readonly struct MaskedHistory(Catalog catalog, int users) : IHistory
{
    /// <summary>Values that a mask has room for.</summary>
    public const int MostValues = 64;

    private readonly ulong[] _seen = new ulong[users * catalog.TypeCount];
    private readonly int _types = catalog.TypeCount;
    private readonly int[] _firstOfType = [.. Enumerable.Range(0, catalog.TypeCount).Select(type => catalog.ValuesOf(type).First)];

    public long Total(int user, int type) => BitOperations.PopCount(_seen[(user * _types) + type]);

    public int Draw(int user, int type, uint word)
    {
        var seen = _seen[(user * _types) + type];
        var rank = (int)((word * (ulong)BitOperations.PopCount(seen)) >> 32);
        return _firstOfType[type] + PlaceOf(rank, seen);
    }

    // Without a branch: whether a row repeats is a coin toss, which no processor foresees.
    public int DrawOr(int other, bool wanted, int user, int type, uint word)
    {
        var seen = _seen[(user * _types) + type];
        var take = -((wanted ? 1 : 0) & (seen != 0 ? 1 : 0));
        return other ^ ((other ^ Draw(user, type, word)) & take);
    }

    public long Of(int user, int type, int value) =>
        (long)(_seen[(user * _types) + type] >> (value - _firstOfType[type])) & 1;

    public void Add(int user, int type, int value) =>
        _seen[(user * _types) + type] |= 1UL << (value - _firstOfType[type]);

    // The place of the set bit that has so many set bits below it.
    private static int PlaceOf(int rank, ulong bits)
    {
        if (Bmi2.X64.IsSupported)
            return BitOperations.TrailingZeroCount(Bmi2.X64.ParallelBitDeposit(1UL << rank, bits));
        for (; rank > 0; rank--)
            bits &= bits - 1;
        return BitOperations.TrailingZeroCount(bits);
    }
}
