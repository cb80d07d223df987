namespace PoppyUniverse.Learning;

/// <summary>
/// The ranks of a training run, as one of them sees them: it has a range of lanes, and of a log the rows of their users,
/// who have indices from 0 here. Whatever depends on the users of others comes from here: sums of whole numbers, and
/// numbers gathered in order of ranks, which is that of lanes.
/// </summary>
internal sealed class Ranks
{
    private readonly int _firstUser;

    public Ranks(ICollective collective, LanePlan plan)
    {
        (Collective, Plan) = (collective, plan);
        (FirstLane, EndLane) = (plan.FirstLane(collective.Rank, collective.Size), plan.FirstLane(collective.Rank + 1, collective.Size));
        (_firstUser, var end) = plan.UsersOf(collective.Rank, collective.Size);
        OwnUsers = end - _firstUser;
    }

    public ICollective Collective { get; }

    public LanePlan Plan { get; }

    /// <summary>Whether there is nobody else.</summary>
    public bool IsAlone => Collective.Size == 1;

    /// <summary>The first of this rank's lanes, counted over all.</summary>
    public int FirstLane { get; }

    /// <summary>The lane behind its last.</summary>
    public int EndLane { get; }

    /// <summary>Number of this rank's lanes.</summary>
    public int OwnLanes => EndLane - FirstLane;

    /// <summary>Number of this rank's users.</summary>
    public int OwnUsers { get; }

    /// <summary>Its first user and the number of users, counted over all ranks.</summary>
    public (int First, int All) UserPlace => (_firstUser, Plan.Users);

    /// <summary>One process that has all rows of a log.</summary>
    public static Ranks Alone(LogStatistics statistics, int lanes) => new(Learning.Alone.Instance, new(statistics.UserCounts, lanes));

    /// <summary>Number of users of one of this rank's lanes.</summary>
    public int UsersOf(int ownLane) => Plan.FirstUser(FirstLane + ownLane + 1) - Plan.FirstUser(FirstLane + ownLane);

    /// <summary>One of this rank's users in an own lane, counted from the rank's first.</summary>
    public int UserAt(int ownLane, int index) => Plan.FirstUser(FirstLane + ownLane) - _firstUser + index;

    /// <summary>Which of its lanes one of this rank's users belongs to, and under which index.</summary>
    public (int OwnLane, int Index) Of(int user)
    {
        var lane = Plan.LaneOf(_firstUser + user);
        return (lane - FirstLane, _firstUser + user - Plan.FirstUser(lane));
    }

    /// <summary>Statistics of a log: what is counted by user of this rank's users, everything else over all ranks.</summary>
    public LogStatistics Statistics(Interactions.InteractionLog log)
    {
        var own = LogStatistics.Of(log);
        return IsAlone ? own : own.WithSums(Collective);
    }

    /// <summary>Sums of whole numbers over all ranks.</summary>
    public long[] Sum(params long[] own) => Collective.Sum(own);

    /// <summary>Sums over all lanes, in their order, of so many numbers of each own lane, one behind the other.</summary>
    public double[] SumLanes(double[] own, int length)
    {
        var (all, sums) = (OfAllLanes<double>(own), new double[length]);
        for (var i = 0; i < all.Length; i++)
            sums[i % length] += all[i];
        return sums;
    }

    /// <summary>Numbers of the own lanes as numbers of all lanes.</summary>
    public T[] OfAllLanes<T>(ReadOnlySpan<T> ownLanes)
        where T : unmanaged => Collective.AllGather(ownLanes);
}
