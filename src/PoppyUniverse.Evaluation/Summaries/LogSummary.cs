using System.Numerics;
using System.Text.Json;
using PoppyUniverse.Evaluation.Reports;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Evaluation.Summaries;

/// <summary>What is in a log.</summary>
public sealed record LogSummary
{
    private const int MostAges = 61;
    private const int MostNth = 50;

    /// <summary>Interactions.</summary>
    public required long Rows { get; init; }

    /// <summary>Users that have any.</summary>
    public required int Users { get; init; }

    /// <summary>Time of the earliest interaction.</summary>
    public required DateTimeOffset From { get; init; }

    /// <summary>Time of the latest interaction.</summary>
    public required DateTimeOffset To { get; init; }

    /// <summary>Interactions without a Strength.</summary>
    public required long MissingStrength { get; init; }

    /// <summary>Interactions of each Strength 1…5.</summary>
    public required IReadOnlyList<long> Strengths { get; init; }

    /// <summary>Interactions with each type, in catalog order.</summary>
    public required IReadOnlyList<NamedCount> Types { get; init; }

    /// <summary>Interactions with each value, in catalog order.</summary>
    public required IReadOnlyList<NamedCount> Values { get; init; }

    /// <summary>Interactions in each hour of the day.</summary>
    public required IReadOnlyList<long> Hours { get; init; }

    /// <summary>Interactions on each day of the week, Monday first.</summary>
    public required IReadOnlyList<long> Days { get; init; }

    /// <summary>Interactions in each hour of the week, hour · 7 + day.</summary>
    public required IReadOnlyList<long> Slots { get; init; }

    /// <summary>Fewest, median and most interactions of a user.</summary>
    public required IReadOnlyList<long> RowsPerUser { get; init; }

    /// <summary>Share of interactions with a value that the user had picked before, in order of time.</summary>
    public required double RepeatShare { get; init; }

    /// <summary>Days that an entry of <see cref="Ages"/> spans.</summary>
    public required int AgeDays { get; init; }

    /// <summary>Interactions by age before the latest one, youngest first, in at most 61 equal steps of whole days.</summary>
    public required IReadOnlyList<long> Ages { get; init; }

    /// <summary>Users by how many interactions they have: 1, 2–3, 4–7, 8–15 and so on, to the most active.</summary>
    public required IReadOnlyList<long> UsersByActivity { get; init; }

    /// <summary>Share of users' first, second … fiftieth interaction, in order of time, that repeat a value picked before.</summary>
    public required IReadOnlyList<double> RepeatsByNth { get; init; }

    /// <summary>Summarizes a log of at least one row.</summary>
    public static LogSummary Of(InteractionLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentOutOfRangeException.ThrowIfZero(log.Count, nameof(log));
        var catalog = log.Catalog;
        var (users, values, slots, strengths) = (new long[log.Users.Count], new long[catalog.ValueCount], new long[TimeSlot.Count], new long[6]);
        var (from, to) = (long.MaxValue, long.MinValue);
        foreach (var number in log.Rows())
        {
            var row = log[number];
            users[row.UserIndex]++;
            values[row.ValueIndex]++;
            slots[row.Slot.Index]++;
            strengths[row.Strength]++;
            (from, to) = (Math.Min(from, row.UnixMicroseconds), Math.Max(to, row.UnixMicroseconds));
        }

        var repeats = CountRepeats(log);
        var active = users.Where(count => count > 0).Order().ToArray();
        return new()
        {
            Rows = log.Count,
            Users = active.Length,
            From = Timestamp.FromUnixMicroseconds(from),
            To = Timestamp.FromUnixMicroseconds(to),
            MissingStrength = strengths[Interaction.MissingStrength],
            Strengths = strengths[1..],
            Types = [.. catalog.Types.Select((type, t) => new NamedCount(type, Sum(values, catalog.ValuesOf(t))))],
            Values = [.. values.Select((count, v) => new NamedCount(catalog.Label(v), count))],
            Hours = [.. Enumerable.Range(0, TimeSlot.Hours).Select(hour => Enumerable.Range(0, TimeSlot.Days).Sum(day => slots[TimeSlot.Of(hour, day).Index]))],
            Days = [.. Enumerable.Range(0, TimeSlot.Days).Select(day => Enumerable.Range(0, TimeSlot.Hours).Sum(hour => slots[TimeSlot.Of(hour, day).Index]))],
            Slots = slots,
            RowsPerUser = [active[0], active[active.Length / 2], active[^1]],
            RepeatShare = repeats.InAll / (double)log.Count,
            AgeDays = AgeStep(to - from),
            Ages = CountAges(log, to, AgeStep(to - from)),
            UsersByActivity = CountByActivity(active),
            RepeatsByNth = repeats.ByNth,
        };
    }

    /// <summary>The summary as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ReportJsonContext.Default.LogSummary);

    private static int AgeStep(long microseconds) => (int)(microseconds / TimeSlot.MicrosecondsPerDay / MostAges) + 1;

    private static long[] CountAges(InteractionLog log, long latest, int days)
    {
        var counts = new long[MostAges];
        foreach (var row in log.Rows())
            counts[(latest - log.UnixMicroseconds[row]) / TimeSlot.MicrosecondsPerDay / days]++;
        return counts[..(Array.FindLastIndex(counts, count => count > 0) + 1)];
    }

    private static long[] CountByActivity(long[] active)
    {
        var counts = new long[BitOperations.Log2((ulong)active[^1]) + 1];
        foreach (var interactions in active)
            counts[BitOperations.Log2((ulong)interactions)]++;
        return counts;
    }

    // Which of each user's rows repeat a value, in order of time: in all, and by first, second … row.
    private static (long InAll, double[] ByNth) CountRepeats(InteractionLog log)
    {
        var (all, repeats, inAll) = (new long[MostNth], new long[MostNth], 0L);
        var histories = UserHistories.Of(log);
        var lastUser = new int[log.Catalog.ValueCount]; // who picked a value last, plus one
        for (var user = 0; user < histories.UserCount; user++)
        {
            var nth = 0;
            foreach (var row in histories.RowsOf(user))
            {
                ref var last = ref lastUser[log.ValueIndices[row]];
                var repeated = last == user + 1 ? 1 : 0;
                (last, inAll) = (user + 1, inAll + repeated);
                if (nth < MostNth)
                    (all[nth], repeats[nth]) = (all[nth] + 1, repeats[nth] + repeated);
                nth++;
            }
        }

        return (inAll, [.. all.TakeWhile(count => count > 0).Select((count, n) => repeats[n] / (double)count)]);
    }

    private static long Sum(long[] values, (int First, int Count) range) => values.AsSpan(range.First, range.Count).ToArray().Sum();
}
