using PoppyUniverse.Interactions;

namespace PoppyUniverse.Evaluation.Learnability;

/// <summary>The tests of Strength that a log allows.</summary>
/// <param name="rows">Rows that have a Strength.</param>
/// <param name="cells">Rows of one user and one value together.</param>
internal sealed class StrengthStages(TestedRows rows, Grouping cells)
{
    private const string Measure = "covariance of two rows that share it, in Strength²";

    private readonly Grouping _users = Grouping.Of(rows.Users, rows.UserCount);
    private readonly Grouping _values = Grouping.Of(rows.Values, rows.Catalog.ValueCount);
    private readonly Grouping _types = Grouping.Of(rows.Types, rows.Catalog.TypeCount);
    private readonly double _variance = Variance(rows.Strengths);

    /// <summary>The tests, by what they permute; none when all Strengths are equal.</summary>
    public IReadOnlyList<IPermutationStage> All() => _variance == 0 ? [] : [.. WithinValue(), .. WithinUser(), .. OfResiduals(), .. WithinCell()];

    private IEnumerable<IPermutationStage> WithinValue()
    {
        var (given, name) = Conditions.First(rows.Count, (_values, "value"));
        return Stage(AdditiveFit.Centered(rows.Strengths, given), given, [(_users, Question("user", "Do some users give more Strength than others?", name))]);
    }

    private IEnumerable<IPermutationStage> WithinUser()
    {
        var (given, name) = Conditions.First(rows.Count, (_users, "user"));
        return Stage(AdditiveFit.Centered(rows.Strengths, given), given,
        [
            (_values, Question("value", "Do some values get more Strength than others?", name)),
            .. OfTypes((_types, Question("type", "Do some types get more Strength than others?", name))),
        ]);
    }

    // What users and values do by themselves is taken away first, so that it does not count.
    private IEnumerable<IPermutationStage> OfResiduals()
    {
        var (given, name) = Conditions.First(rows.Count, (_users, "user"));
        name += "; means of user and value removed";
        return Stage(AdditiveFit.Residuals(rows.Strengths, _users, _values), given,
        [
            (cells, Question("user x value", "Does a user like some values more than others do?", name)),
            .. OfTypes((rows.UserCells(rows.Types, rows.Catalog.TypeCount), Question("user x type", "Does a user like some types more than others do?", name))),
            (Grouping.Of(rows.Hours, TimeSlot.Hours), Question("hour", "Does Strength depend on the hour of the day (UTC)?", name)),
            (Grouping.Of(rows.Days, TimeSlot.Days), Question("day", "Does Strength depend on the day of the week (UTC)?", name)),
        ]);
    }

    // What a value means to a user at some hours only: neither factors of users and values nor the hour alone show it.
    private IEnumerable<IPermutationStage> WithinCell() => 2L * cells.Freedom < rows.Count ? [] : Stage(
        AdditiveFit.Centered(rows.Strengths, cells), cells,
        [(rows.CellTimesOfDay(cells), Question("user x value x time of day", "Does what a user gives a value depend on the time of day (UTC, in six parts)?", "user and value"))]);

    // Where all values are of one type, or each is its own, types say nothing that values do not.
    private (Grouping, LearnabilityQuestion)[] OfTypes((Grouping, LearnabilityQuestion) test) => _types.UsedCount > 1 && _types.UsedCount < _values.UsedCount ? [test] : [];

    private LearnabilityQuestion Question(string name, string question, string given) => new(
        name, question, given, Measure,
        (statistic, byChance) => (statistic - byChance) / _variance,
        (statistic, byChance) => $"{name} ({Percent.Of((statistic - byChance) / _variance)} of its variance)");

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
