namespace PoppyUniverse.Interactions.Splits;

/// <summary>A log cut in two. Both parts share the catalog and the user map of the whole, and keep its order of rows.</summary>
/// <param name="Train">What a model may learn from.</param>
/// <param name="Test">What it is measured on.</param>
/// <param name="TestRows">Number of each test row in the whole log, ascending.</param>
/// <param name="Description">How the cut was made, for reports: "time:0.8".</param>
public sealed record Split(InteractionLog Train, InteractionLog Test, IReadOnlyList<long> TestRows, string Description)
{
    /// <summary>
    /// The earliest ⌊n · <paramref name="trainFraction"/>⌋ rows train, the rest tests; rows of one moment are cut by
    /// row order.
    /// </summary>
    /// <param name="log">The whole.</param>
    /// <param name="trainFraction">0 to 1, both excluded.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fraction lies outside.</exception>
    public static Split ByTime(InteractionLog log, double trainFraction)
    {
        ArgumentNullException.ThrowIfNull(log);
        var trainCount = TrainCount(log.Count, trainFraction);
        var testRows = new long[log.Count - trainCount];
        var taken = 0;
        var (train, test) = new TimeCut(log, trainCount).Parts(row => testRows[taken++] = row);
        return new(train, test, testRows, FormattableString.Invariant($"time:{trainFraction}"));
    }

    /// <summary>
    /// The two parts of a log that is spread over processes, each process's own rows of them. The earliest rows of all
    /// train; rows of one moment are cut in order of groups, and inside of them in order of rows. Memory does not grow with
    /// the log.
    /// </summary>
    /// <param name="log">The rows of this process.</param>
    /// <param name="trainFraction">0 to 1, both excluded.</param>
    /// <param name="groups">How users are grouped and spread.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fraction lies outside.</exception>
    public static (InteractionLog Train, InteractionLog Test) PartsByTime(InteractionLog log, double trainFraction, SpreadGroups groups)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(groups);
        return new TimeCut(log, TrainCount(groups.Sum([log.Count])[0], trainFraction), groups).Parts();
    }

    /// <summary>⌊n · <paramref name="trainFraction"/>⌋ rows drawn without replacement train, the rest tests.</summary>
    /// <param name="log">The whole.</param>
    /// <param name="trainFraction">0 to 1, both excluded.</param>
    /// <param name="random">Where the draw comes from; the same stream gives the same cut.</param>
    /// <exception cref="ArgumentOutOfRangeException">The fraction lies outside.</exception>
    public static Split Randomly(InteractionLog log, double trainFraction, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(log);
        var trainCount = TrainCount(log.Count, trainFraction);
        var isTrain = new bool[log.Count];
        foreach (var row in Shuffled(log, random).AsSpan(0, (int)trainCount))
            isTrain[row] = true;
        return Divide(log, isTrain, FormattableString.Invariant($"random:{trainFraction}"));
    }

    /// <summary>
    /// The last row in time of every user tests, the one with the larger row number when two are of one moment; users with
    /// a single row train.
    /// </summary>
    /// <param name="log">The whole.</param>
    public static Split LeaveLastOut(InteractionLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        var (rows, last) = (new long[log.Users.Count], new long[log.Users.Count]);
        foreach (var row in log.Rows())
        {
            var user = log.UserIndices[row];
            if (rows[user]++ == 0 || log.UnixMicroseconds[row] >= log.UnixMicroseconds[last[user]])
                last[user] = row;
        }

        var isTrain = new bool[log.Count];
        isTrain.AsSpan().Fill(true);
        for (var user = 0; user < rows.Length; user++)
        {
            if (rows[user] > 1)
                isTrain[last[user]] = false;
        }

        return Divide(log, isTrain, "leave-last-out");
    }

    /// <summary>
    /// K splits that test every row once: rows are brought into a random order, and the one at place i is tested by fold
    /// i mod K and trains all others. Sizes differ by one row at most.
    /// </summary>
    /// <param name="log">The whole; at least K rows.</param>
    /// <param name="folds">K, 2 or more.</param>
    /// <param name="random">Where the order comes from.</param>
    /// <returns>The folds in order, each cut when it is asked for.</returns>
    /// <exception cref="ArgumentOutOfRangeException">K is below 2 or above the number of rows.</exception>
    public static IEnumerable<Split> KFold(InteractionLog log, int folds, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(folds, log.Count);
        var foldOf = new int[log.Count];
        var order = Shuffled(log, random);
        for (var place = 0; place < order.Length; place++)
            foldOf[order[place]] = place % folds;
        return Enumerable.Range(0, folds).Select(fold => Divide(log, Array.ConvertAll(foldOf, own => own != fold), $"kfold:{folds}"));
    }

    private static long TrainCount(long rows, double trainFraction)
    {
        if (!(trainFraction is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(trainFraction), trainFraction, "The train fraction lies between 0 and 1.");
        return (long)(rows * trainFraction);
    }

    private static long[] Shuffled(InteractionLog log, RandomStream random)
    {
        long[] rows = [.. log.Rows()];
        random.Sequence().Shuffle(rows.AsSpan());
        return rows;
    }

    private static Split Divide(InteractionLog log, bool[] isTrain, string description)
    {
        long[] testRows = [.. log.Rows().Where(row => !isTrain[row])];
        return new(log.Select(log.Rows().Where(row => isTrain[row])), log.Select(testRows), testRows, description);
    }
}
