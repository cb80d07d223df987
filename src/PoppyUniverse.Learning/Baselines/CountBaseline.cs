using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Baselines;

/// <summary>
/// The simplest judges of choice: how often a value was picked before, by everybody, at this hour, by this user, or by this
/// user at this time of day. Each finer law is drawn toward the one before it by <see cref="PriorRows"/> imagined rows,
/// p = (n_v + 5 q_v) / (n + 5), beginning with popularity, (n_v + 1) / (n + V); where nothing was counted, the coarser law
/// remains.
/// </summary>
public sealed class CountBaseline : IRecommender
{
    /// <summary>Rows of the coarser law that every finer one is given: 5.</summary>
    public const int PriorRows = 5;

    private const string PopularityName = "popularity";
    private const string HourName = "popularity by hour";
    private const string UserName = "user's counts";
    private const string UserTimeName = "user × time counts";

    private readonly GroupCounts[] _levels;
    private readonly float[] _popularity;

    private CountBaseline(string name, InteractionLog log, LogStatistics statistics, params GroupCounts[] levels)
        : this(name, log.Catalog, log.Users, statistics) => _levels = levels;

    private CountBaseline(string name, Catalog catalog, IdMap users, LogStatistics statistics)
    {
        (Name, Catalog, Users, Statistics, _levels) = (name, catalog, users, statistics, []);
        var all = statistics.Rows + (double)catalog.ValueCount;
        _popularity = [.. statistics.ValueCounts.Select(count => (float)((count + 1) / all))];
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public Catalog Catalog { get; }

    /// <inheritdoc/>
    public IdMap Users { get; }

    /// <inheritdoc/>
    public LogStatistics Statistics { get; }

    /// <inheritdoc/>
    public PredictionTargets Targets => PredictionTargets.Choice;

    /// <summary>What everybody picks.</summary>
    public static CountBaseline Popularity(InteractionLog log) => new(PopularityName, log, LogStatistics.Of(log));

    /// <summary>What everybody picks in the log which a model learned from.</summary>
    public static CountBaseline PopularityOf(IRecommender model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new(PopularityName, model.Catalog, model.Users, model.Statistics);
    }

    /// <summary>What everybody picks at this hour of the day.</summary>
    public static CountBaseline PopularityByHour(InteractionLog log) => new(HourName, log, LogStatistics.Of(log), OfHour(log));

    /// <summary>What the user picks.</summary>
    public static CountBaseline UserCounts(InteractionLog log) => new(UserName, log, LogStatistics.Of(log), OfUser(log));

    /// <summary>What the user picks at this time of day, on workdays or on weekends.</summary>
    public static CountBaseline UserTimeCounts(InteractionLog log) => new(UserTimeName, log, LogStatistics.Of(log), OfUser(log), OfUserTime(log));

    /// <summary>All four, the plainest first.</summary>
    public static IReadOnlyList<CountBaseline> All(InteractionLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        LogStatistics? statistics = null;
        GroupCounts? ofHour = null, ofUser = null, ofUserTime = null;
        Parallel.Invoke(() => statistics = LogStatistics.Of(log), () => ofUser = OfUser(log), () => ofUserTime = OfUserTime(log), () => ofHour = OfHour(log));
        return
        [
            new(PopularityName, log, statistics!), new(HourName, log, statistics!, ofHour!),
            new(UserName, log, statistics!, ofUser!), new(UserTimeName, log, statistics!, ofUser!, ofUserTime!),
        ];
    }

    /// <inheritdoc/>
    public void Score(ScoringRows rows, Predictions predictions)
    {
        predictions.Validate(rows.Count, Targets);
        for (var i = 0; i < predictions.ChoiceProbabilities.Length; i++)
            predictions.ChoiceProbabilities[i] = rows.ValueIndices[i] is var value && value == IdMap.Unknown ? 0 : _popularity[value];
        foreach (var level in _levels)
            level.Refine(rows, predictions.ChoiceProbabilities, PriorRows);
    }

    private static GroupCounts OfHour(InteractionLog log) => new(log, TimeSlot.Hours, (_, slot) => (slot.Hour, 0));

    private static GroupCounts OfUser(InteractionLog log) => new(log, log.Users.Count, (user, _) => (user, 0));

    private static GroupCounts OfUserTime(InteractionLog log) => new(log, log.Users.Count, (user, slot) => (user, DayParts.Part(slot)));
}
