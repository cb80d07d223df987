using PoppyUniverse.Interactions;

namespace PoppyUniverse.Evaluation.Learnability;

/// <summary>The tests of Strength that a log allows.</summary>
internal static class StrengthStages
{
    private const string Measure = "covariance of two rows that share it, in Strength²";

    /// <summary>The tests, by what they permute.</summary>
    /// <param name="rows">Rows that have a Strength.</param>
    /// <param name="cells">Rows of one user and one value together.</param>
    public static IReadOnlyList<IPermutationStage> Of(TestedRows rows, Grouping cells)
    {
        var catalog = rows.Catalog;
        var (users, values) = (Grouping.Of(rows.Users, rows.UserCount), Grouping.Of(rows.Values, catalog.ValueCount));
        var (ofUser, user) = Conditions.First(rows.Count, (users, "user"));
        var (ofValue, value) = Conditions.First(rows.Count, (values, "value"));
        var (variance, removed) = (Variance(rows.Strengths), $"{user}; means of user and value removed");
        if (variance == 0)
            return [];
        return
        [
            .. Stage(AdditiveFit.Centered(rows.Strengths, ofValue), ofValue, [(users, Question("user", "Do some users give more Strength than others?", value))]),
            .. Stage(AdditiveFit.Centered(rows.Strengths, ofUser), ofUser,
            [
                (values, Question("value", "Do some values get more Strength than others?", user)),
                (Grouping.Of(rows.Types, catalog.TypeCount), Question("type", "Do some types get more Strength than others?", user)),
            ]),
            .. Stage(AdditiveFit.Residuals(rows.Strengths, users, values), ofUser,
            [
                (cells, Question("user x value", "Does a user like some values more than others do?", removed)),
                (rows.UserCells(rows.Types, catalog.TypeCount), Question("user x type", "Does a user like some types more than others do?", removed)),
                (Grouping.Of(rows.Hours, TimeSlot.Hours), Question("hour", "Does Strength depend on the hour of the day (UTC)?", removed)),
                (Grouping.Of(rows.Days, TimeSlot.Days), Question("day", "Does Strength depend on the day of the week (UTC)?", removed)),
            ]),
            .. TimesOfDay(),
        ];

        // What a value means to a user at some hours only: neither factors of users and values nor the hour alone show it.
        IEnumerable<IPermutationStage> TimesOfDay() => 2L * cells.Freedom < rows.Count ? [] : Stage(
            AdditiveFit.Centered(rows.Strengths, cells), cells,
            [(rows.CellTimesOfDay(cells), Question("user x value x time of day", "Does what a user gives a value depend on the time of day (UTC, in six parts)?", "user and value"))]);

        LearnabilityQuestion Question(string name, string question, string given) => new(
            name, question, given, Measure,
            (statistic, byChance) => (statistic - byChance) / variance,
            (statistic, byChance) => $"{name} ({Percent.Of((statistic - byChance) / variance)} of its variance)");
    }

    private static IEnumerable<IPermutationStage> Stage(double[] cells, Grouping given, (Grouping Groups, LearnabilityQuestion Question)[] tests)
    {
        var asked = tests.Where(test => Conditions.CanBeAsked(test.Groups)).ToList();
        if (asked.Count > 0)
            yield return new PermutationStage<double>(cells, given, () => new SharedVariance([.. asked.Select(test => test.Groups)]), [.. asked.Select(test => test.Question)]);
    }

    private static double Variance(byte[] strengths)
    {
        if (strengths.Length == 0)
            return 0;
        var mean = strengths.Sum(strength => (long)strength) / (double)strengths.Length;
        return strengths.Sum(strength => (strength - mean) * (strength - mean)) / strengths.Length;
    }
}
