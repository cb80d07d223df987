using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning;

/// <summary>What one rank has of a log: all rows of its users, in the log's order. The catalog is that of the whole log.</summary>
/// <param name="Own">The rows; users are those of <see cref="LanePlan.UsersOf"/> for this rank, with indices from 0.</param>
/// <param name="AllUsers">The users of all ranks, in order of index.</param>
/// <param name="Plan">The users of each lane, the same on all ranks.</param>
/// <param name="Ranks">The ranks; no more than the plan has lanes.</param>
public sealed record LogShare(InteractionLog Own, IdMap AllUsers, LanePlan Plan, ICollective Ranks)
{
    /// <summary>A log that one process has alone.</summary>
    public static LogShare Whole(InteractionLog log, int lanes)
    {
        ArgumentNullException.ThrowIfNull(log);
        return new(log, log.Users, new(LogStatistics.Of(log).UserCounts, lanes), Alone.Instance);
    }

    /// <summary>A rank's share of a log that is in memory as a whole.</summary>
    public static LogShare Of(InteractionLog log, int lanes, ICollective ranks)
    {
        ArgumentNullException.ThrowIfNull(ranks);
        var whole = Whole(log, lanes);
        var (first, end) = whole.Plan.UsersOf(ranks.Rank, ranks.Size);
        var columns = new InteractionColumns();
        foreach (var row in log.Rows().Select(row => log[row]).Where(row => row.UserIndex >= first && row.UserIndex < end))
            columns.Append(row with { UserIndex = row.UserIndex - first });
        return whole with { Own = new(log.Catalog, log.Users.Slice(first, end - first), columns), Ranks = ranks };
    }
}
