using PoppyUniverse.Interactions;

namespace PoppyUniverse.Evaluation.Learnability;

/// <summary>
/// Uniformly random orders of a column within groups (Fisher–Yates). Draws come from a stream many at a time; bounds by
/// multiplication and rejection (Lemire, 2019), so every order is equally likely.
/// </summary>
internal sealed class Shuffler
{
    private const int Columns = 1_024;

    private readonly uint[] _words = new uint[4 * Columns];
    private RandomStream _stream;
    private ulong _draws;
    private int _next;

    /// <summary>Reorders the cells of each group among themselves.</summary>
    public void Shuffle<T>(Span<T> cells, Grouping groups, RandomStream stream)
    {
        (_stream, _draws, _next) = (stream, 0, _words.Length);
        for (var group = 0; group < groups.Count; group++)
        {
            var rows = groups.RowsOf(group);
            for (var i = rows.Length - 1; i > 0; i--)
            {
                var j = Below((uint)i + 1);
                (cells[rows[i]], cells[rows[j]]) = (cells[rows[j]], cells[rows[i]]);
            }
        }
    }

    private int Below(uint bound)
    {
        var product = (ulong)Word() * bound;
        if ((uint)product < bound)
        {
            var threshold = (0 - bound) % bound;
            while ((uint)product < threshold)
                product = (ulong)Word() * bound;
        }

        return (int)(product >> 32);
    }

    private uint Word()
    {
        if (_next == _words.Length)
        {
            _stream.Fill(_draws, _words.AsSpan(0, Columns), _words.AsSpan(Columns, Columns), _words.AsSpan(2 * Columns, Columns), _words.AsSpan(3 * Columns));
            (_draws, _next) = (_draws + Columns, 0);
        }

        return _words[_next++];
    }
}
