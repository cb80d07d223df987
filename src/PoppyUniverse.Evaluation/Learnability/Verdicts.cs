using System.Globalization;

namespace PoppyUniverse.Evaluation.Learnability;

/// <summary>Findings in words.</summary>
internal static class Verdicts
{
    public static string OfStrength(IReadOnlyList<LearnabilityTest> tests, NoiseFloor? floor, TestedRows rows)
    {
        if (rows.Count == 0)
            return "Strength: the log has none (implicit feedback); only the choice of a value can be learned.";
        if (tests.Count == 0)
            return "Strength: cannot be tested; all are equal, or too few users and values have more than one interaction.";
        var found = Found(tests);
        var first = found.Count == 0
            ? $"Strength: nothing to learn. {None(tests)} Expect no model to do better than a mean."
            : $"Strength: can be learned (p {Smallest(tests)}). It depends on {string.Join(", ", found.Select(test => test.Effect))}.";
        return floor is null ? first : first + string.Create(
            CultureInfo.InvariantCulture,
            $" The mean answers with RMSE {floor.MeanRmse:0.000}; repeated events of one user and value spread by {floor.Rmse:0.000} ({floor.Low:0.000} to {floor.High:0.000}), which no model of user and value can get below.");
    }

    public static string OfChoice(IReadOnlyList<LearnabilityTest> tests)
    {
        if (tests.Count == 0)
            return "Choice: cannot be tested; too few users have more than one interaction.";
        var found = Found(tests);
        return found.Count == 0
            ? $"Choice: nothing to learn beyond popularity. {None(tests)}"
            : $"Choice: can be learned beyond popularity (p {Smallest(tests)}): {string.Join("; ", found.Select(test => test.Effect))}.";
    }

    private static List<LearnabilityTest> Found(IReadOnlyList<LearnabilityTest> tests) =>
        [.. tests.Where(test => test.Significant).OrderByDescending(test => test.EffectSize)];

    private static string None(IReadOnlyList<LearnabilityTest> tests) =>
        $"None of {tests.Count} tests ({string.Join(", ", tests.Select(test => test.Name))}) finds a dependence (p {Smallest(tests)}, corrected).";

    private static string Smallest(IReadOnlyList<LearnabilityTest> tests) =>
        "= " + tests.Min(test => test.CorrectedPValue).ToString("0.###", CultureInfo.InvariantCulture);
}
