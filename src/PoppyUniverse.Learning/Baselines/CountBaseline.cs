using System.Runtime.InteropServices;
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

    // morning, noon, afternoon …: six parts of a day, on workdays and on weekends
    private const int HoursOfPart = 4;
    private const int Parts = TimeSlot.Hours / HoursOfPart * 2;

    private const string PopularityName = "popularity";

    private readonly Level[] _levels;
    private readonly float[] _popularity;

    private CountBaseline(string name, InteractionLog log, params Func<int, TimeSlot, long>[] groupings)
        : this(name, log.Catalog, log.Users, LogStatistics.Of(log)) =>
        _levels = [.. groupings.Select(grouping => new Level(log, grouping))];

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
    public static CountBaseline Popularity(InteractionLog log) => new(PopularityName, log);

    /// <summary>What everybody picks in the log which a model learned from.</summary>
    public static CountBaseline PopularityOf(IRecommender model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new(PopularityName, model.Catalog, model.Users, model.Statistics);
    }

    /// <summary>What everybody picks at this hour of the day.</summary>
    public static CountBaseline PopularityByHour(InteractionLog log) => new("popularity by hour", log, (_, slot) => slot.Hour);

    /// <summary>What the user picks.</summary>
    public static CountBaseline UserCounts(InteractionLog log) => new("user's counts", log, (user, _) => user);

    /// <summary>What the user picks at this time of day, on workdays or on weekends.</summary>
    public static CountBaseline UserTimeCounts(InteractionLog log) =>
        new("user × time counts", log, (user, _) => user, (user, slot) => user == IdMap.Unknown ? user : ((long)user * Parts) + PartOf(slot));

    /// <summary>All four, the plainest first.</summary>
    public static IReadOnlyList<CountBaseline> All(InteractionLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        return [Popularity(log), PopularityByHour(log), UserCounts(log), UserTimeCounts(log)];
    }

    /// <inheritdoc/>
    public void Score(ScoringRows rows, Predictions predictions)
    {
        predictions.Validate(rows.Count, Targets);
        for (var i = 0; i < predictions.ChoiceProbabilities.Length; i++)
        {
            var value = rows.ValueIndices[i];
            var probability = value == IdMap.Unknown ? 0 : _popularity[value];
            foreach (var level in _levels)
            {
                if (value != IdMap.Unknown)
                    probability = level.Refine(probability, (rows.UserIndices[i], value, rows.Slots[i]));
            }

            predictions.ChoiceProbabilities[i] = probability;
        }
    }

    private static int PartOf(TimeSlot slot) => ((slot.Hour / HoursOfPart) * 2) + (slot.IsWeekend ? 1 : 0);

    /// <summary>Counts of values within groups of rows.</summary>
    private sealed class Level
    {
        private readonly Func<int, TimeSlot, long> _grouping;
        private readonly Dictionary<long, int> _rows = [];
        private readonly Dictionary<(long Group, int Value), int> _picks = [];

        public Level(InteractionLog log, Func<int, TimeSlot, long> grouping)
        {
            _grouping = grouping;
            foreach (var number in log.Rows())
            {
                var row = log[number];
                var group = grouping(row.UserIndex, row.Slot);
                CollectionsMarshal.GetValueRefOrAddDefault(_rows, group, out _)++;
                CollectionsMarshal.GetValueRefOrAddDefault(_picks, (group, row.ValueIndex), out _)++;
            }
        }

        public float Refine(float coarser, (int User, int Value, TimeSlot Slot) row)
        {
            var group = _grouping(row.User, row.Slot);
            var (rows, picks) = (_rows.GetValueOrDefault(group), _picks.GetValueOrDefault((group, row.Value)));
            return (float)((picks + (PriorRows * (double)coarser)) / (rows + PriorRows));
        }
    }
}
