namespace PoppyUniverse.Learning.Layer4;

/// <summary>The distinct values of a batch, in order of first occurrence.</summary>
internal sealed class BatchValues(int values)
{
    private readonly int[] _batchOfValue = new int[values];
    private readonly int[] _distinct = new int[values];
    private int _batch;
    private int _count;

    public ReadOnlySpan<int> Distinct => _distinct.AsSpan(0, _count);

    /// <summary>Forgets the last batch.</summary>
    public void Start() => (_batch, _count) = (_batch + 1, 0);

    /// <summary>Notes the values of some rows.</summary>
    public void Add(ReadOnlySpan<PackedRow> rows)
    {
        foreach (var row in rows)
            Add(row.Value);
    }

    /// <summary>Notes values.</summary>
    public void Add(ReadOnlySpan<int> some)
    {
        foreach (var value in some)
            Add(value);
    }

    private void Add(int value)
    {
        if (_batchOfValue[value] == _batch)
            return;
        _batchOfValue[value] = _batch;
        _distinct[_count++] = value;
    }
}
