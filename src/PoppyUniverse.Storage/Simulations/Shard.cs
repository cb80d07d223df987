namespace PoppyUniverse.Storage.Simulations;

/// <summary>
/// Part <paramref name="Index"/> of <paramref name="Count"/> of a simulation, from 1: a run of whole blocks. The parts of
/// a text format, one after the other, are the whole file.
/// </summary>
/// <param name="Index">1 to <paramref name="Count"/>.</param>
/// <param name="Count">Number of parts, 1 to 1,000,000.</param>
public readonly record struct Shard(int Index, int Count)
{
    private const int MostShards = 1_000_000;

    /// <summary>All of it.</summary>
    public static Shard Whole => new(1, 1);

    /// <summary>Whether this is all of it.</summary>
    public bool IsWhole => Count == 1;

    /// <summary>Whether this is the part that starts the file.</summary>
    public bool IsFirst => Index == 1;

    /// <summary>Reads "3/64".</summary>
    public static bool TryParse(string text, out Shard shard)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parts = text.Split('/');
        shard = Whole;
        if (parts.Length != 2 || !int.TryParse(parts[0], out var index) || !int.TryParse(parts[1], out var count)
            || count is < 1 or > MostShards || index < 1 || index > count)
            return false;
        shard = new(index, count);
        return true;
    }

    /// <summary>The blocks of this part: from First up to End, which is excluded.</summary>
    public (int First, int End) BlocksOf(int blockCount) =>
        ((int)((Index - 1L) * blockCount / Count), (int)((long)Index * blockCount / Count));

    /// <summary>As "3/64".</summary>
    public override string ToString() => FormattableString.Invariant($"{Index}/{Count}");
}
