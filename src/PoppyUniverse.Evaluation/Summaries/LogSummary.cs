using System.Text.Json;
using PoppyUniverse.Evaluation.Reports;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Evaluation.Summaries;

/// <summary>What is in a log.</summary>
public sealed record LogSummary
{
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

    /// <summary>Summarizes a log of at least one row.</summary>
    public static LogSummary Of(InteractionLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentOutOfRangeException.ThrowIfZero(log.Count, nameof(log));
        var catalog = log.Catalog;
        var (users, values, slots, strengths) = (new long[log.Users.Count], new long[catalog.ValueCount], new long[TimeSlot.Count], new long[6]);
        var (from, to) = (long.MaxValue, long.MinValue);
        var pairs = new HashSet<long>();
        foreach (var number in log.Rows())
        {
            var row = log[number];
            users[row.UserIndex]++;
            values[row.ValueIndex]++;
            slots[row.Slot.Index]++;
            strengths[row.Strength]++;
            (from, to) = (Math.Min(from, row.UnixMicroseconds), Math.Max(to, row.UnixMicroseconds));
            pairs.Add(((long)row.UserIndex * catalog.ValueCount) + row.ValueIndex);
        }

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
            RepeatShare = 1 - (pairs.Count / (double)log.Count),
        };
    }

    /// <summary>The summary as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ReportJsonContext.Default.LogSummary);

    private static long Sum(long[] values, (int First, int Count) range) => values.AsSpan(range.First, range.Count).ToArray().Sum();
}
