namespace PoppyUniverse.Simulation;

/// <summary>What a block's users have picked so far, by type: each pick, or each distinct value once.</summary>
internal sealed class BlockHistory(int users, int types, HabitMode mode)
{
    private readonly (int[] Values, int Count)[] _seen = new (int[], int)[users * types];

    /// <summary>The values a user can repeat in a type: one entry a pick, or one a distinct value.</summary>
    public ReadOnlySpan<int> Of(int user, int type)
    {
        var (values, count) = _seen[(user * types) + type];
        return values.AsSpan(0, count);
    }

    /// <summary>The user picked a value.</summary>
    public void Add(int user, int type, int value)
    {
        if (mode == HabitMode.Distinct && Of(user, type).Contains(value))
            return;
        ref var seen = ref _seen[(user * types) + type];
        if (seen.Values is null)
            seen.Values = new int[4];
        else if (seen.Count == seen.Values.Length)
            Array.Resize(ref seen.Values, seen.Count * 2);
        seen.Values[seen.Count++] = value;
    }
}
