using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Storage.Csv;

namespace PoppyUniverse.Storage.Sharing;

/// <summary>
/// Reads a log so that each rank has the rows of its users in memory and no others. The first pass counts, the second
/// keeps. Of Parquet, a rank counts an equal share of the row groups, and reads again those that may hold its users (as
/// the groups' least and greatest ids tell); CSV, which has no places to start from, every rank reads twice as a whole.
/// </summary>
public static class LogShareReader
{
    /// <summary>Reads this rank's share; all ranks take part.</summary>
    /// <param name="path">The file, the same for every rank.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="spread">Lanes to spread users over; the ranks.</param>
    /// <param name="progress">Told as <see cref="InteractionReader"/> tells, for each pass.</param>
    /// <param name="cancellation">Stops between rows.</param>
    /// <returns>The share, with what was skipped of the whole file (as rank 0 found it).</returns>
    /// <exception cref="DataFormatException">The file or a row cannot be read, or ranks have different files.</exception>
    public static (LogShare Share, ReadResult Result) Read(
        string path, ReadOptions options, (int Lanes, ICollective Ranks) spread, IProgress<ReadProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var ranks = spread.Ranks;
        SameFile.Require(path, ranks);
        var census = new LogCensus();
        using var rejects = new RankRejects(ranks.Rank, options);
        var read = InteractionReader.ReadInto(census, path, rejects.Options, ((group, count, _) => group * (long)ranks.Size / count == ranks.Rank, progress), cancellation);
        if (FileMagic.IsParquet(path))
            census.Merge(ranks);
        var (users, counts) = census.Users();
        var plan = new LanePlan(counts, spread.Lanes);
        var (first, end) = plan.UsersOf(ranks.Rank, ranks.Size);
        var own = users.Slice(first, end - first);
        var rows = new ShareRows(options.Catalog ?? census.Catalog, own);
        InteractionReader.ReadInto(rows, path, rejects.Options, ((_, _, ids) => MayHold(own, ids), progress), cancellation);
        var log = rows.Build();
        return (new(log, users, plan, ranks), new(log, read.Skipped, read.RejectPath, read.FirstProblems));
    }

    /// <summary>Reads all of a log on each rank. Rank 0 keeps the rows that are skipped.</summary>
    /// <param name="path">The file, the same for every rank.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="ranks">The ranks.</param>
    /// <param name="progress">Told as <see cref="InteractionReader"/> tells.</param>
    /// <param name="cancellation">Stops between rows.</param>
    /// <exception cref="DataFormatException">The file or a row cannot be read, or ranks have different files.</exception>
    public static ReadResult ReadWhole(
        string path, ReadOptions options, ICollective ranks, IProgress<ReadProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        SameFile.Require(path, ranks);
        using var rejects = new RankRejects(ranks.Rank, options);
        return InteractionReader.Read(path, rejects.Options, progress, cancellation);
    }

    private static bool MayHold(IdMap own, (long Least, long Most)? ids) =>
        own.Count > 0 && (ids is not { } range || !own.AreIntegers || (range.Least <= own.IntegerAt(own.Count - 1) && range.Most >= own.IntegerAt(0)));
}
