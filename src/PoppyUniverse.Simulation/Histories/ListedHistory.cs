using PoppyUniverse.Interactions;

namespace PoppyUniverse.Simulation;

/// <summary>
/// Habits for types with any number of values: a list of picks for each user and type, or of distinct values. Memory grows
/// with what users pick, not with the catalog.
/// </summary>
internal readonly struct ListedHistory(Catalog catalog, int users, HabitMode mode) : IHistory
{
    private readonly (int[] Values, int Count)[] _seen = new (int[], int)[users * catalog.TypeCount];

    public long Total(int user, int type) => _seen[(user * catalog.TypeCount) + type].Count;

    public int Draw(int user, int type, uint word)
    {
        var seen = Seen(user, type);
        return seen[(int)((word * (ulong)seen.Length) >> 32)];
    }

    public int DrawOr(int other, bool wanted, int user, int type, uint word) =>
        wanted && Total(user, type) > 0 ? Draw(user, type, word) : other;

    public long Of(int user, int type, int value) => Seen(user, type).Count(value);

    public void Add(int user, int type, int value)
    {
        if (mode == HabitMode.Distinct && Seen(user, type).Contains(value))
            return;
        ref var seen = ref _seen[(user * catalog.TypeCount) + type];
        if (seen.Values is null)
            seen.Values = new int[4];
        else if (seen.Count == seen.Values.Length)
            Array.Resize(ref seen.Values, seen.Count * 2);
        seen.Values[seen.Count++] = value;
    }

    private ReadOnlySpan<int> Seen(int user, int type)
    {
        var (values, count) = _seen[(user * catalog.TypeCount) + type];
        return values.AsSpan(0, count);
    }
}
