using PoppyUniverse.Interactions;

namespace PoppyUniverse.Evaluation.Measuring;

/// <summary>
/// A part of a test log in the order of its users' places: rows of a user together, users of a group together. Parts are
/// bounded, so memory does not grow with the log.
/// </summary>
internal sealed class TestOrder
{
    /// <summary>The most rows of a part: 2²².</summary>
    public const int MostRows = 1 << 22;

    private readonly int[] _rows;
    private readonly int[] _starts;

    /// <summary>Orders the rows from <paramref name="first"/>; at most <see cref="MostRows"/>.</summary>
    public TestOrder(InteractionLog test, long first, UserGroups groups)
    {
        FirstRow = first;
        _rows = new int[(int)Math.Min(MostRows, test.Count - first)];
        _starts = new int[groups.UserCount + 1];
        for (var i = 0; i < _rows.Length; i++)
            _starts[groups.PlaceOf(test.UserIndices[first + i]) + 1]++;
        for (var place = 0; place < groups.UserCount; place++)
            _starts[place + 1] += _starts[place];
        for (var i = 0; i < _rows.Length; i++)
            _rows[_starts[groups.PlaceOf(test.UserIndices[first + i])]++] = i;
        _starts.AsSpan(..^1).CopyTo(_starts.AsSpan(1)); // each start has moved on to the next one's
        _starts[0] = 0;
    }

    /// <summary>Number of the part's first row in the log; the rows count from here.</summary>
    public long FirstRow { get; }

    /// <summary>The rows of the users from one place to before another.</summary>
    public ReadOnlySpan<int> RowsOf(int firstPlace, int endPlace) => _rows.AsSpan(_starts[firstPlace].._starts[endPlace]);
}
