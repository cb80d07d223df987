using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Baselines;

/// <summary>
/// The simplest judges of Strength: the mean and the class law of everybody, of the user, or of the value. A group's law
/// is shrunk toward everybody's by <see cref="PriorRows"/> imagined rows, p = (n_c + 10 q_c) / (n + 10), so that a group
/// with few rows answers much like everybody, and an unknown one exactly so; the expected Strength is that law's mean.
/// </summary>
public sealed class MeanBaseline : IRecommender
{
    /// <summary>Rows of everybody's law that every group is given: 10.</summary>
    public const int PriorRows = 10;

    private const string GlobalName = "global mean";
    private const string UserName = "user mean";
    private const string ValueName = "value mean";
    private const int Classes = Interaction.StrengthClasses;

    private readonly Grouping _grouping;
    private readonly float[] _laws; // (groups + 1 × 5); the last is everybody's
    private readonly float[] _means;

    private MeanBaseline(string name, InteractionLog log, LogStatistics statistics, Grouping grouping)
    {
        (Name, Catalog, Users, Statistics, _grouping) = (name, log.Catalog, log.Users, statistics, grouping);
        var groups = grouping switch { Grouping.User => log.Users.Count, Grouping.Value => log.Catalog.ValueCount, _ => 0 };
        var counts = new long[(groups + 1) * Classes];
        foreach (var number in log.Rows())
        {
            var strength = log.Strengths[number];
            if (strength == Interaction.MissingStrength)
                continue;
            counts[(groups * Classes) + strength - 1]++;
            if (grouping != Grouping.Everybody)
                counts[(GroupOf(log.UserIndices[number], log.ValueIndices[number]) * Classes) + strength - 1]++;
        }

        _laws = Laws(counts, groups);
        _means = Means(_laws);
    }

    private MeanBaseline(IRecommender model)
    {
        (Name, Catalog, Users, Statistics) = (GlobalName, model.Catalog, model.Users, model.Statistics);
        _laws = Laws(model.Statistics.ClassCounts, 0);
        _means = Means(_laws);
    }

    private enum Grouping
    {
        Everybody,
        User,
        Value,
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
    public PredictionTargets Targets => PredictionTargets.Strength | PredictionTargets.Class;

    /// <summary>One law for all.</summary>
    public static MeanBaseline Global(InteractionLog log) => new(GlobalName, log, LogStatistics.Of(log), Grouping.Everybody);

    /// <summary>One law for all: that of the log which a model learned from.</summary>
    public static MeanBaseline GlobalOf(IRecommender model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new(model);
    }

    /// <summary>A law for each user.</summary>
    public static MeanBaseline ByUser(InteractionLog log) => new(UserName, log, LogStatistics.Of(log), Grouping.User);

    /// <summary>A law for each value.</summary>
    public static MeanBaseline ByValue(InteractionLog log) => new(ValueName, log, LogStatistics.Of(log), Grouping.Value);

    /// <summary>All three, the plainest first.</summary>
    public static IReadOnlyList<MeanBaseline> All(InteractionLog log)
    {
        var statistics = LogStatistics.Of(log);
        return
        [
            new(GlobalName, log, statistics, Grouping.Everybody), new(UserName, log, statistics, Grouping.User),
            new(ValueName, log, statistics, Grouping.Value),
        ];
    }

    /// <inheritdoc/>
    public void Score(ScoringRows rows, Predictions predictions)
    {
        predictions.Validate(rows.Count, Targets);
        var everybody = _means.Length - 1;
        for (var i = 0; i < rows.Count; i++)
        {
            var group = GroupOf(rows.UserIndices[i], rows.ValueIndices[i]);
            if (group == IdMap.Unknown)
                group = everybody;
            if (!predictions.ExpectedStrengths.IsEmpty)
                predictions.ExpectedStrengths[i] = _means[group];
            if (!predictions.ClassProbabilities.IsEmpty)
                _laws.AsSpan(group * Classes, Classes).CopyTo(predictions.ClassProbabilities[(i * Classes)..]);
        }
    }

    private int GroupOf(int user, int value) =>
        _grouping switch { Grouping.User => user, Grouping.Value => value, _ => 0 };

    private static float[] Means(float[] laws)
    {
        var means = new float[laws.Length / Classes];
        for (var i = 0; i < laws.Length; i++)
            means[i / Classes] += ((i % Classes) + 1) * laws[i];
        return means;
    }

    private static float[] Laws(long[] counts, int groups)
    {
        var laws = new float[counts.Length];
        var everybody = groups * Classes;
        double all = Sum(groups);
        for (var c = 0; c < Classes; c++)
            laws[everybody + c] = (float)((counts[everybody + c] + 1) / (all + Classes));
        for (var group = 0; group < groups; group++)
        {
            double rows = Sum(group);
            for (var c = 0; c < Classes; c++)
                laws[(group * Classes) + c] = (float)((counts[(group * Classes) + c] + (PriorRows * (double)laws[everybody + c])) / (rows + PriorRows));
        }

        return laws;

        long Sum(int group)
        {
            var sum = 0L;
            foreach (var count in counts.AsSpan(group * Classes, Classes))
                sum += count;
            return sum;
        }
    }
}
