using PoppyUniverse.Interactions;

namespace PoppyUniverse.Simulation;

/// <summary>Habits by counts, for types with few values: a count for each user and value, memory that rows do not grow.</summary>
internal readonly struct CountedHistory(Catalog catalog, int users) : IHistory
{
    private readonly long[] _counts = new long[users * catalog.ValueCount];
    private readonly int _values = catalog.ValueCount;
    private readonly int _types = catalog.TypeCount;
    private readonly int[] _firstOfType = [.. Enumerable.Range(0, catalog.TypeCount).Select(type => catalog.ValuesOf(type).First)];
    private readonly long[] _totals = new long[users * catalog.TypeCount];

    public long Total(int user, int type) => _totals[(user * _types) + type];

    public int Draw(int user, int type, uint word)
    {
        var left = (long)Math.BigMul((ulong)word << 32, (ulong)Total(user, type), out _);
        var (value, row) = (_firstOfType[type], user * _values);
        while ((left -= _counts[row + value]) >= 0)
            value++;
        return value;
    }

    public int DrawOr(int other, bool wanted, int user, int type, uint word) =>
        wanted && Total(user, type) > 0 ? Draw(user, type, word) : other;

    public long Of(int user, int type, int value) => _counts[(user * _values) + value];

    public void Add(int user, int type, int value)
    {
        _counts[(user * _values) + value]++;
        _totals[(user * _types) + type]++;
    }
}
