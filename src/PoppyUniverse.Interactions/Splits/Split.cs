namespace PoppyUniverse.Interactions.Splits;

/// <summary>A log cut in two. Both parts share the catalog and the user map of the whole.</summary>
/// <param name="Train">What a model may learn from.</param>
/// <param name="Test">What it is measured on.</param>
/// <param name="TestRows">Number of each test row in the whole log, ascending.</param>
/// <param name="Description">How the cut was made, for reports: "time:0.8".</param>
public sealed record Split(InteractionLog Train, InteractionLog Test, IReadOnlyList<long> TestRows, string Description)
{
    /// <summary>
    /// The earliest ⌊n · <paramref name="trainFraction"/>⌋ rows train, the rest tests; rows of one moment are cut by
    /// row order. Rows keep the log's order within each part.
    /// </summary>
    /// <param name="log">The whole.</param>
    /// <param name="trainFraction">0 to 1, both excluded.</param>
    public static Split ByTime(InteractionLog log, double trainFraction)
    {
        ArgumentNullException.ThrowIfNull(log);
        var trainCount = TrainCount(log, trainFraction);
        var byTime = new (long Time, long Row)[log.Count];
        foreach (var row in log.Rows())
            byTime[row] = (log.UnixMicroseconds[row], row);
        Array.Sort(byTime);
        return Cut(log, byTime.Take(trainCount).Select(entry => entry.Row), FormattableString.Invariant($"time:{trainFraction}"));
    }

    /// <summary>⌊n · <paramref name="trainFraction"/>⌋ rows drawn without replacement train, the rest tests.</summary>
    /// <param name="log">The whole.</param>
    /// <param name="trainFraction">0 to 1, both excluded.</param>
    /// <param name="random">Where the draw comes from; the same stream gives the same cut.</param>
    public static Split Randomly(InteractionLog log, double trainFraction, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(log);
        var trainCount = TrainCount(log, trainFraction);
        long[] rows = [.. log.Rows()];
        random.Sequence().Shuffle(rows.AsSpan());
        return Cut(log, rows.Take(trainCount), FormattableString.Invariant($"random:{trainFraction}"));
    }

    private static int TrainCount(InteractionLog log, double trainFraction)
    {
        if (!(trainFraction is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(trainFraction), trainFraction, "The train fraction lies between 0 and 1.");
        return checked((int)(log.Count * trainFraction));
    }

    private static Split Cut(InteractionLog log, IEnumerable<long> trainRows, string description)
    {
        var isTrain = new bool[log.Count];
        foreach (var row in trainRows)
            isTrain[row] = true;
        long[] testRows = [.. log.Rows().Where(row => !isTrain[row])];
        return new(log.Select(log.Rows().Where(row => isTrain[row])), log.Select(testRows), testRows, description);
    }
}
