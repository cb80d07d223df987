namespace PoppyUniverse.Learning;

/// <summary>
/// The users of each lane: users in order of their index, cut into contiguous ranges of about as many interactions. Lanes
/// fall to ranks in contiguous ranges too, so a rank has a range of users, whose rows stand together in a log that is
/// written user by user. Depends on the log and the number of lanes alone.
/// </summary>
public sealed class LanePlan
{
    private readonly int[] _starts;

    /// <summary>Cuts where the interactions so far come nearest to an equal share.</summary>
    /// <param name="interactionsOfUser">(U) interactions of each user in the whole log.</param>
    /// <param name="lanes">Number of lanes, at least 1.</param>
    public LanePlan(ReadOnlySpan<long> interactionsOfUser, int lanes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lanes, 1);
        _starts = new int[lanes + 1];
        var all = 0L;
        foreach (var count in interactionsOfUser)
            all += count;
        var (lane, before) = (1, 0L);
        for (var user = 0; user < interactionsOfUser.Length; user++)
        {
            // the middle of the user's interactions lies beyond the cut
            for (; lane < lanes && ((2 * before) + interactionsOfUser[user]) * lanes > 2 * all * lane; lane++)
                _starts[lane] = user;
            before += interactionsOfUser[user];
        }

        _starts.AsSpan(lane).Fill(interactionsOfUser.Length);
    }

    /// <summary>Number of lanes.</summary>
    public int Lanes => _starts.Length - 1;

    /// <summary>Number of users of all lanes.</summary>
    public int Users => _starts[^1];

    /// <summary>The first user of a lane; that of the lane behind the last is the number of users.</summary>
    public int FirstUser(int lane) => _starts[lane];

    /// <summary>The lane of a user.</summary>
    public int LaneOf(int user)
    {
        var (low, high) = (0, Lanes - 1);
        while (low < high)
        {
            var middle = (low + high + 1) >>> 1;
            (low, high) = user < _starts[middle] ? (low, middle - 1) : (middle, high);
        }

        return low;
    }

    /// <summary>The first lane of a rank; that of the rank behind the last is the number of lanes.</summary>
    public int FirstLane(int rank, int ranks) => (int)((long)Lanes * rank / ranks);

    /// <summary>The users of a rank: the first, and the one behind the last.</summary>
    public (int First, int End) UsersOf(int rank, int ranks) => (_starts[FirstLane(rank, ranks)], _starts[FirstLane(rank + 1, ranks)]);
}
