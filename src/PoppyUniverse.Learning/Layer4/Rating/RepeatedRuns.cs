namespace PoppyUniverse.Learning.Layer4;

/// <summary>Rows of users one after the other who all ask for the same values at the same hours.</summary>
/// <param name="Users">How many users.</param>
/// <param name="Length">Rows of each.</param>
internal readonly record struct RepeatedRuns(int Users, int Length)
{
    // what a user has beyond is taken for another user's
    private const int Longest = 4096;

    /// <summary>Rows of all of them.</summary>
    public int Rows => Users * Length;

    /// <summary>Those that start at a row, at most so many users.</summary>
    public static RepeatedRuns Find(ScoringRows rows, int first, int most)
    {
        var length = LengthOf(rows.UserIndices[first..]);
        var count = 1;
        while (count < most && IsAgain(rows, first, length, first + (count * length)))
            count++;
        return new(count, length);
    }

    private static bool IsAgain(ScoringRows rows, int first, int length, int next) =>
        next + length <= rows.Count
        && LengthOf(rows.UserIndices[next..]) == length
        && rows.ValueIndices.Slice(first, length).SequenceEqual(rows.ValueIndices.Slice(next, length))
        && rows.Slots.Slice(first, length).SequenceEqual(rows.Slots.Slice(next, length));

    private static int LengthOf(ReadOnlySpan<int> users)
    {
        var first = users[..Math.Min(users.Length, Longest)];
        var length = first.IndexOfAnyExcept(users[0]);
        return length < 0 ? first.Length : length;
    }
}
