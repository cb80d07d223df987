using PoppyUniverse.Interactions;

namespace PoppyUniverse.Evaluation.Learnability;

/// <summary>The tests of choice that a log allows.</summary>
internal static class ChoiceStages
{
    private const string Pairs = "probability that two rows that share it hold the same ";
    private const int Moment = TimeSlot.Hours * TestedRows.Quarters;

    /// <summary>The tests, by what they permute.</summary>
    public static IReadOnlyList<IPermutationStage> Of(TestedRows rows) => [.. AcrossUsers(rows), .. WithinType(rows), .. WithinUser(rows)];

    // Users change places within an hour of the day and a quarter of the log: popularity may follow both.
    private static IEnumerable<IPermutationStage> AcrossUsers(TestedRows rows)
    {
        var users = Grouping.Of(rows.Users, rows.UserCount);
        var (given, name) = Conditions.First(rows.Count, (Grouping.Of(Moments(rows), Moment), "hour and quarter of the log"));
        if (!Conditions.CanBeAsked(users))
            return [];
        var (types, values) = (rows.Catalog.TypeOfValue.ToArray(), Identity(rows));
        var severalTypes = Grouping.Of(rows.Types, rows.Catalog.TypeCount).UsedCount > 1;
        LearnabilityQuestion[] questions =
        [
            .. severalTypes ? [Question("type by user", "Does a user favor some types?", name, Pairs + "type", "two picks of a user are of one type")] : Array.Empty<LearnabilityQuestion>(),
            Question("repeats", "Does a user return to values?", name, "share of rows that repeat a value of their user", "a pick repeats a value of the user"),
        ];
        return
        [
            new PermutationStage<int>(
                rows.Values, given, () => new MatchStatistics(severalTypes ? [(users, types, rows.Catalog.TypeCount)] : [], (users, values, values.Length)), questions),
        ];
    }

    // Users change places within a type (and hour and quarter), so that favoring a type does not count.
    private static IEnumerable<IPermutationStage> WithinType(TestedRows rows)
    {
        var users = Grouping.Of(rows.Users, rows.UserCount);
        var moments = Moments(rows);
        int[] types = [.. moments.Select((moment, row) => (rows.Types[row] * Moment) + moment)];
        var (given, name) = Conditions.First(
            rows.Count,
            (Grouping.Of(types, rows.Catalog.TypeCount * Moment), "type, hour and quarter of the log"),
            (Grouping.Of(rows.Types, rows.Catalog.TypeCount), "type"));
        if (!Conditions.CanBeAsked(users) || rows.Catalog.TypeCount == rows.Catalog.ValueCount)
            return [];
        var values = Identity(rows);
        return
        [
            new PermutationStage<int>(
                rows.Values, given, () => new MatchStatistics([(users, values, values.Length)], null),
                [Question("value by user", "Does a user favor some values within a type?", name, Pairs + "value", "two picks of a user are of one value")]),
        ];
    }

    // A user's picks change places among the user's moments, so that what the user favors does not count.
    private static IEnumerable<IPermutationStage> WithinUser(TestedRows rows)
    {
        var users = Grouping.Of(rows.Users, rows.UserCount);
        if (!Conditions.CanBeAsked(users))
            yield break;
        var values = Identity(rows);
        (Grouping Groups, LearnabilityQuestion Question)[] tests =
        [
            (Grouping.Of(rows.Hours, TimeSlot.Hours), Question("value by hour", "Do picks follow the hour of the day (UTC)?", "user", Pairs + "value", "two picks of one hour are of one value")),
            (Grouping.Of(rows.Days, TimeSlot.Days), Question("value by day", "Do picks follow the day of the week (UTC)?", "user", Pairs + "value", "two picks of one day of the week are of one value")),
            (rows.UserCells(rows.Hours, TimeSlot.Hours), Question("value by user x hour", "Does a user favor some values at some hours (UTC)?", "user", Pairs + "value", "two picks of a user at one hour are of one value")),
        ];
        var asked = tests.Where(test => Conditions.CanBeAsked(test.Groups)).ToList();
        yield return new PermutationStage<int>(
            rows.Values, users,
            () => new HistoryStatistics(rows.Users, new MatchStatistics([.. asked.Select(test => (test.Groups, values, values.Length))], null)),
            [
                Question("order", "Does a pick depend on the one before it?", "user", "share of rows with the value of the user's row before", "a pick is the same as the one before"),
                .. asked.Select(test => test.Question),
            ]);
    }

    private static int[] Moments(TestedRows rows) => [.. rows.Hours.Select((hour, row) => (hour * TestedRows.Quarters) + rows.Periods[row])];

    private static int[] Identity(TestedRows rows) => [.. Enumerable.Range(0, rows.Catalog.ValueCount)];

    private static LearnabilityQuestion Question(string name, string question, string given, string measure, string outcome) => new(
        name, question, given, measure,
        (statistic, byChance) => byChance < 1 ? (statistic - byChance) / (1 - byChance) : 0,
        (statistic, byChance) => $"{outcome} {Percent.Of(statistic)} of the time ({Percent.Of(byChance)} by chance)");
}
