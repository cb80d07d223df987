namespace PoppyUniverse.Interactions;

/// <summary>
/// A reproducible source of chance, addressed instead of consumed: the same seed, path of names and draw number give
/// the same bits on every machine, whatever was drawn elsewhere. One root stream a program, one named branch a purpose:
/// <c>root.Split("users").Split(userIndex)</c>. Streams differ in the upper half of the Philox counter, so two branches
/// share no draw unless their 64-bit names collide.
/// </summary>
public readonly record struct RandomStream
{
    private readonly ulong _key;
    private readonly ulong _branch;

    private RandomStream(ulong key, ulong branch) => (_key, _branch) = (key, branch);

    /// <summary>The root stream of a seed.</summary>
    public static RandomStream FromSeed(ulong seed) => new(seed, 0);

    /// <summary>The branch for a purpose; independent of its parent and of its siblings.</summary>
    public RandomStream Split(string purpose)
    {
        ArgumentNullException.ThrowIfNull(purpose);
        var hash = 0xCBF29CE484222325; // FNV-1a, 64 bits, over UTF-16 units
        foreach (var unit in purpose)
            hash = (hash ^ unit) * 0x100000001B3;
        return new(_key, Mix(_branch + Mix(hash)));
    }

    /// <summary>The branch for a numbered thing: a user, a block, an epoch.</summary>
    public RandomStream Split(long number) => new(_key, Mix(_branch ^ Mix((ulong)number + 0x9E3779B97F4A7C15)));

    /// <summary>Draw number <paramref name="index"/> of this stream: four independent, uniform 32-bit words.</summary>
    public (uint X0, uint X1, uint X2, uint X3) Words(ulong index) => Philox.Block(index, _branch, _key);

    /// <summary>
    /// Draws number <paramref name="first"/>, first + 1 … of this stream, as columns of equal length: the same words as
    /// <see cref="Words"/>, many at once.
    /// </summary>
    public void Fill(ulong first, Span<uint> x0, Span<uint> x1, Span<uint> x2, Span<uint> x3)
    {
        if (x1.Length != x0.Length || x2.Length != x0.Length || x3.Length != x0.Length)
            throw new ArgumentException($"Columns are {x0.Length}, {x1.Length}, {x2.Length} and {x3.Length} long; expected equal lengths.", nameof(x1));
        PhiloxLanes.Fill(first, _branch, _key, x0, x1, x2, x3);
    }

    /// <summary>The draws of this stream one after the other, from the first.</summary>
    public RandomSequence Sequence() => new(this);

    /// <summary>The same without its first <paramref name="skipped"/> numbers, which are not drawn.</summary>
    public RandomSequence SequenceFrom(long skipped)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(skipped);
        return new(this, (ulong)skipped);
    }

    // The 64-bit finalizer of MurmurHash3 (Appleby, public domain constants): spreads every input bit over all others.
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 33)) * 0xFF51AFD7ED558CCD;
        value = (value ^ (value >> 33)) * 0xC4CEB9FE1A85EC53;
        return value ^ (value >> 33);
    }
}
