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

    /// <summary>Counts a log.</summary>
    public static LogStatistics Of(InteractionLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        var statistics = new LogStatistics(log.Users.Count, log.Catalog);
        var types = log.Catalog.TypeCount;
        foreach (var number in log.Rows())
        {
            var row = log[number];
            statistics.UserCounts[row.UserIndex]++;
            statistics.ValueCounts[row.ValueIndex]++;
            statistics.SlotCounts[row.Slot.Index]++;
            var userType = ((long)row.UserIndex * types) + log.Catalog.TypeOfValue[row.ValueIndex];
            statistics.UserTypeCounts[userType]++;
            statistics.UserTypeStrengths[userType] += row.Strength;
            if (row.Strength != Interaction.MissingStrength)
                statistics.ClassCounts[row.Strength - 1]++;
        }

        return statistics;
    }
}
