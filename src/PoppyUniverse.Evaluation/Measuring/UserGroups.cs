using PoppyUniverse.Interactions;

namespace PoppyUniverse.Evaluation.Measuring;

/// <summary>
/// The users of test rows, dealt into at most <see cref="MostGroups"/> groups: what a bootstrap resamples. Up to that many
/// users each is a group of its own; more are dealt at random into groups of equal size, so that memory and time of the
/// bootstrap do not grow with them. Depends on the set of users alone, not on the order of rows.
/// </summary>
internal sealed class UserGroups
{
    /// <summary>The most groups: 4,096. An interval's width from so many is known to about 1 %, less than what 1,000 resamples blur.</summary>
    public const int MostGroups = 4_096;

    private const int Absent = -1;

    private readonly int[] _placeOfUser; // users of one group stand in a row

    /// <summary>Deals the users of some test logs, which share a user map.</summary>
    public UserGroups(IReadOnlyList<InteractionLog> tests, RandomStream random)
    {
        _placeOfUser = new int[tests[0].Users.Count];
        _placeOfUser.AsSpan().Fill(Absent);
        foreach (var test in tests)
        {
            for (var c = 0; c < test.UserIndices.ChunkCount; c++)
            {
                foreach (var user in test.UserIndices.Chunk(c))
                    _placeOfUser[user] = 0;
            }
        }

        UserCount = _placeOfUser.Length - MemoryExtensions.Count(_placeOfUser, Absent);
        Count = Math.Min(UserCount, MostGroups);
        int[] places = [.. Enumerable.Range(0, UserCount)];
        if (UserCount > MostGroups)
            random.Sequence().Shuffle(places.AsSpan());
        var next = 0;
        foreach (ref var place in _placeOfUser.AsSpan())
        {
            if (place != Absent)
                place = places[next++];
        }
    }

    /// <summary>Users with test rows.</summary>
    public int UserCount { get; }

    /// <summary>Groups.</summary>
    public int Count { get; }

    /// <summary>A user's place, 0 … <see cref="UserCount"/> − 1; -1 for one without test rows.</summary>
    public int PlaceOf(int user) => _placeOfUser[user];

    /// <summary>The group of a place.</summary>
    public int GroupOf(int place) => (int)((long)place * Count / UserCount);

    /// <summary>The first place of a group; <see cref="UserCount"/> for the group after the last.</summary>
    public int FirstPlaceOf(int group) => (int)((((long)group * UserCount) + Count - 1) / Count);
}
