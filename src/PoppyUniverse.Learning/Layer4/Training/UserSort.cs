using System.Numerics;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>Stable radix sort of rows by user; its memory is reused from batch to batch.</summary>
internal sealed class UserSort(int users)
{
    // 2¹¹ counters fit into half of a first-level cache
    private const int MostDigitBits = 11;

    private readonly int _keyBits = 32 - BitOperations.LeadingZeroCount((uint)users);
    private readonly int[] _starts = new int[1 << MostDigitBits];
    private PackedRow[] _from = [];
    private PackedRow[] _to = [];

    /// <summary>The rows in order of users; valid until the next call.</summary>
    public ReadOnlySpan<PackedRow> Sort(ReadOnlySpan<PackedRow> rows)
    {
        if (_from.Length < rows.Length)
            (_from, _to) = (new PackedRow[rows.Length * 2], new PackedRow[rows.Length * 2]);
        // no more counters than rows: for few rows two short passes beat one that clears thousands of counters
        var most = Math.Clamp(BitOperations.Log2((uint)rows.Length + 1), 1, MostDigitBits);
        var passes = (_keyBits + most - 1) / most;
        var source = rows;
        for (var (pass, shift) = (0, 0); pass < passes; pass++)
        {
            var bits = (_keyBits - shift + passes - pass - 1) / (passes - pass);
            Scatter(source, _to, shift, bits);
            (_from, _to) = (_to, _from);
            source = _from.AsSpan(0, rows.Length);
            shift += bits;
        }

        return source;
    }

    /// <summary>So many rows of the last call.</summary>
    public ReadOnlySpan<PackedRow> Sorted(int rows) => _from.AsSpan(0, rows);

    private void Scatter(ReadOnlySpan<PackedRow> from, Span<PackedRow> to, int shift, int bits)
    {
        var starts = _starts.AsSpan(0, 1 << bits);
        var mask = starts.Length - 1;
        starts.Clear();
        foreach (var row in from)
            starts[(row.User >> shift) & mask]++;
        var start = 0;
        foreach (ref var count in starts)
            (count, start) = (start, start + count);
        foreach (var row in from)
            to[starts[(row.User >> shift) & mask]++] = row;
    }
}
