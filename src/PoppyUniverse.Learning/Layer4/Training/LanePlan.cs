namespace PoppyUniverse.Learning.Layer4;

/// <summary>Which lane each user belongs to, and under which index. Depends on the log and the number of lanes alone.</summary>
internal sealed class LanePlan
{
    private readonly int[] _laneOfUser;
    private readonly int[] _indexOfUser;

    /// <summary>Balances lanes by interactions: the most active user first, each to the lane with the least so far.</summary>
    public LanePlan(ReadOnlySpan<long> interactionsOfUser, int lanes)
    {
        _laneOfUser = new int[interactionsOfUser.Length];
        _indexOfUser = new int[interactionsOfUser.Length];
        UsersOfLane = new int[lanes];
        var counts = interactionsOfUser.ToArray();
        int[] byActivity = [.. Enumerable.Range(0, counts.Length)];
        Array.Sort(byActivity, (a, b) => counts[a] != counts[b] ? counts[b].CompareTo(counts[a]) : a.CompareTo(b));
        var load = new PriorityQueue<int, (long Interactions, int Lane)>(Enumerable.Range(0, lanes).Select(lane => (lane, (0L, lane))));
        foreach (var user in byActivity)
        {
            load.TryDequeue(out var lane, out var priority);
            _laneOfUser[user] = lane;
            load.Enqueue(lane, (priority.Interactions + counts[user], lane));
        }

        for (var user = 0; user < counts.Length; user++)
            _indexOfUser[user] = UsersOfLane[_laneOfUser[user]]++;
    }

    /// <summary>Number of users of each lane.</summary>
    public int[] UsersOfLane { get; }

    /// <summary>The users of a lane, in order of their index there.</summary>
    public IEnumerable<int> InLane(int lane) => Enumerable.Range(0, _laneOfUser.Length).Where(user => _laneOfUser[user] == lane);

    public (int Lane, int Index) Of(int user) => (_laneOfUser[user], _indexOfUser[user]);
}
