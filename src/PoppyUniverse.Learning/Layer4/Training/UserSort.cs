using System.Numerics;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>Stable radix sort of rows by user, 11 bits a pass; its memory is reused from batch to batch.</summary>
internal sealed class UserSort(int users)
{
    private const int DigitBits = 11;
    private const int DigitMask = (1 << DigitBits) - 1;

    private readonly int _passes = (32 - BitOperations.LeadingZeroCount((uint)users) + DigitBits - 1) / DigitBits;
    private readonly int[] _starts = new int[1 << DigitBits];
    private PackedRow[] _from = [];
    private PackedRow[] _to = [];

    /// <summary>The rows in order of users; valid until the next call.</summary>
    public ReadOnlySpan<PackedRow> Sort(ReadOnlySpan<PackedRow> rows)
    {
        if (_from.Length < rows.Length)
            (_from, _to) = (new PackedRow[rows.Length * 2], new PackedRow[rows.Length * 2]);
        var source = rows;
        for (var pass = 0; pass < _passes; pass++)
        {
            Scatter(source, _to, pass * DigitBits);
            (_from, _to) = (_to, _from);
            source = _from.AsSpan(0, rows.Length);
        }

        return source;
    }

    private void Scatter(ReadOnlySpan<PackedRow> from, Span<PackedRow> to, int shift)
    {
        Array.Clear(_starts);
        foreach (var row in from)
            _starts[(row.User >> shift) & DigitMask]++;
        var start = 0;
        foreach (ref var count in _starts.AsSpan())
            (count, start) = (start, start + count);
        foreach (var row in from)
            to[_starts[(row.User >> shift) & DigitMask]++] = row;
    }
}
