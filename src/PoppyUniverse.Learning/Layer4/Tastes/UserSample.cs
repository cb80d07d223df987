namespace PoppyUniverse.Learning.Layer4;

/// <summary>The users that values are learned from: all, or so many, evenly spread; the same for any number of ranks.</summary>
internal sealed class UserSample
{
    /// <param name="ranks">The ranks; the sample has users of this one.</param>
    /// <param name="most">About the most users of all ranks.</param>
    public UserSample(Ranks ranks, long most)
    {
        var (first, all) = ranks.UserPlace;
        var every = Math.Max(1, (all + most - 1) / most);
        SlotOf = new int[ranks.OwnUsers];
        for (var user = 0; user < SlotOf.Length; user++)
            SlotOf[user] = (first + user) % every == 0 ? Count++ : -1;
        Lanes = [.. Enumerable.Range(0, ranks.OwnLanes).Select(lane =>
            Enumerable.Range(0, ranks.UsersOf(lane)).Select(index => SlotOf[ranks.UserAt(lane, index)]).Where(slot => slot >= 0).ToArray())];
    }

    /// <summary>Number of this rank's users in it.</summary>
    public int Count { get; }

    /// <summary>(U) the place of each of this rank's users, −1 for those who are not in it.</summary>
    public int[] SlotOf { get; }

    /// <summary>The places of each own lane's users.</summary>
    public int[][] Lanes { get; }

    /// <summary>Places of users from one to another, and of no others.</summary>
    public static int[] Range(int users, int start, int end) => [.. Enumerable.Range(0, users).Select(user => user >= start && user < end ? user - start : -1)];
}
