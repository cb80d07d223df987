using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning;

/// <summary>
/// Counts of a training log that models keep: they tell known from unknown, weigh the hours of the week, and give reasons.
/// </summary>
public sealed class LogStatistics
{
    private LogStatistics(int users, Catalog catalog)
    {
        UserCounts = new long[users];
        ValueCounts = new long[catalog.ValueCount];
        SlotCounts = new long[TimeSlot.Count];
        ClassCounts = new long[Interaction.StrengthClasses];
        UserTypeCounts = new long[(long)users * catalog.TypeCount];
        UserTypeStrengths = new long[(long)users * catalog.TypeCount];
    }

    /// <summary>Statistics with every count given, as a model file keeps them.</summary>
    public LogStatistics(
        long[] userCounts, long[] valueCounts, long[] slotCounts, long[] classCounts, (long[] Counts, long[] Strengths) userTypes)
    {
        (UserCounts, ValueCounts, SlotCounts, ClassCounts) = (userCounts, valueCounts, slotCounts, classCounts);
        (UserTypeCounts, UserTypeStrengths) = userTypes;
    }

    /// <summary>Interactions of each user, (U).</summary>
    public long[] UserCounts { get; }

    /// <summary>Interactions with each value, (V).</summary>
    public long[] ValueCounts { get; }

    /// <summary>Interactions in each hour of the week, (168).</summary>
    public long[] SlotCounts { get; }

    /// <summary>Interactions of each Strength 1…5, (5).</summary>
    public long[] ClassCounts { get; }

    /// <summary>Interactions of each user with each type, (U × T).</summary>
    public long[] UserTypeCounts { get; }

    /// <summary>Sum of the Strengths of those, (U × T).</summary>
    public long[] UserTypeStrengths { get; }

    /// <summary>Number of interactions.</summary>
    public long Rows => SlotCounts.Sum();

    /// <summary>Mean Strength of the rows that have one; 3 when none has.</summary>
    public double MeanStrength => ClassCounts.Sum() is var known and > 0
        ? ClassCounts.Select((count, c) => (double)count * (c + 1)).Sum() / known
        : 3;

    /// <summary>Mean squared distance of the known Strengths from their mean; 0 when none is known.</summary>
    public double StrengthVariance => ClassCounts.Sum() is var known and > 0
        ? ClassCounts.Select((count, c) => count * (c + 1 - MeanStrength) * (c + 1 - MeanStrength)).Sum() / known
        : 0;

    /// <summary>Counts a log.</summary>
    public static LogStatistics Of(InteractionLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        var statistics = new LogStatistics(log.Users.Count, log.Catalog);
        for (var c = 0; c < log.UserIndices.ChunkCount; c++)
            statistics.Count(log.UserIndices.Chunk(c), log.ValueIndices.Chunk(c), log.Strengths.Chunk(c), log.UnixMicroseconds.Chunk(c), log.Catalog);
        return statistics;
    }

    /// <summary>The same with the counts that are not of users added up over ranks, whose users are others.</summary>
    internal LogStatistics WithSums(ICollective ranks) =>
        new(UserCounts, ranks.Sum(ValueCounts), ranks.Sum(SlotCounts), ranks.Sum(ClassCounts), (UserTypeCounts, UserTypeStrengths));

    private void Count(ReadOnlySpan<int> users, ReadOnlySpan<int> values, ReadOnlySpan<byte> strengths, ReadOnlySpan<long> times, Catalog catalog)
    {
        for (var i = 0; i < users.Length; i++)
        {
            UserCounts[users[i]]++;
            ValueCounts[values[i]]++;
            SlotCounts[TimeSlot.FromUnixMicroseconds(times[i]).Index]++;
            var userType = ((long)users[i] * catalog.TypeCount) + catalog.TypeOfValue[values[i]];
            UserTypeCounts[userType]++;
            UserTypeStrengths[userType] += strengths[i];
            if (strengths[i] != Interaction.MissingStrength)
                ClassCounts[strengths[i] - 1]++;
        }
    }
}
