using PoppyUniverse.Evaluation.Summaries;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Evaluation.Learnability;

/// <summary>
/// Asks a log, before anyone trains, whether Strength and the choice of a value depend on anything a model sees. Every
/// answer is a permutation test; see docs/learnability.md for each, its condition and its source.
/// </summary>
public static class LearnabilityCheck
{
    /// <summary>Tests a log of at least one row. The same log and options give the same report on any machine.</summary>
    /// <param name="log">The log.</param>
    /// <param name="options">Seed, threads, size; null for the defaults.</param>
    /// <param name="progress">Told after permutations, from any thread.</param>
    /// <param name="cancellation">Stops between permutations.</param>
    public static LearnabilityReport Of(
        InteractionLog log, LearnabilityOptions? options = null, IProgress<LearnabilityProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        options ??= new();
        var histories = UserHistories.Of(log);
        var rated = TestedRows.Of(log, histories, withStrength: true, options);
        var picked = TestedRows.Of(log, histories, withStrength: false, options);
        var cells = rated.UserCells(rated.Values, log.Catalog.ValueCount);
        var (strength, choice) = (new StrengthStages(rated, cells).All(), ChoiceStages.Of(picked));
        var root = RandomStream.FromSeed(options.Seed);
        var (ofStrength, ofChoice) = (options.PermutationsFor(rated.Count), options.PermutationsFor(picked.Count));
        var tests = new TestRun(options, ((long)strength.Count * ofStrength) + ((long)choice.Count * ofChoice), progress, cancellation);
        var strengthTests = tests.Run(strength, ofStrength, root.Split("strength permutations"));
        var choiceTests = tests.Run(choice, ofChoice, root.Split("choice permutations"));
        var floor = NoiseFloor.Of(rated, cells);
        return new()
        {
            Strength = Finding(rated, strengthTests, ofStrength, Verdicts.OfStrength(strengthTests, floor, rated)) with { NoiseFloor = floor },
            Choice = Finding(picked, choiceTests, ofChoice, Verdicts.OfChoice(choiceTests)),
            Level = options.Level,
            Seed = options.Seed,
        };
    }

    private static LearnabilityFinding Finding(TestedRows rows, IReadOnlyList<LearnabilityTest> tests, int permutations, string sentence) => new()
    {
        Learnable = tests.Any(test => test.Significant),
        PValue = tests.Count == 0 ? null : tests.Min(test => test.CorrectedPValue),
        Sentence = sentence,
        Rows = rows.Count,
        Users = rows.UserCount,
        UsersDrawn = rows.UsersDrawn,
        Permutations = tests.Count == 0 ? 0 : permutations,
        Tests = tests,
    };
}
