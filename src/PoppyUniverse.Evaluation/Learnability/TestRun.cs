using PoppyUniverse.Interactions;

namespace PoppyUniverse.Evaluation.Learnability;

/// <summary>Runs stages one after the other and corrects their p-values for how many tests they are.</summary>
internal sealed class TestRun(LearnabilityOptions options, long total, IProgress<LearnabilityProgress>? progress, CancellationToken cancellation)
{
    private long _done;

    /// <summary>The tests of all stages.</summary>
    public IReadOnlyList<LearnabilityTest> Run(IReadOnlyList<IPermutationStage> stages, int permutations, RandomStream random)
    {
        List<PermutationResult> results = [.. stages.SelectMany((stage, number) => stage.Run(permutations, random.Split(number), options.Threads, Tick, cancellation))];
        var corrected = Holm([.. results.Select(result => result.PValue)]);
        return [.. results.Select((result, i) => Test(result, corrected[i]))];
    }

    /// <summary>
    /// Holm's step-down correction: the k-th smallest of m p-values times (m − k + 1), never below an earlier one, at most 1. Under it the
    /// probability of any false alarm is at most the level, however the tests depend on each other.
    /// </summary>
    internal static double[] Holm(IReadOnlyList<double> pValues)
    {
        var corrected = new double[pValues.Count];
        var largest = 0.0;
        foreach (var (place, k) in Enumerable.Range(0, pValues.Count).OrderBy(i => pValues[i]).Select((i, k) => (i, k)))
        {
            largest = Math.Max(largest, Math.Min(1, (pValues.Count - k) * pValues[place]));
            corrected[place] = largest;
        }

        return corrected;
    }

    private void Tick() => progress?.Report(new(Interlocked.Increment(ref _done), total));

    private LearnabilityTest Test(PermutationResult result, double corrected)
    {
        var (question, significant) = (result.Question, corrected <= options.Level);
        var effect = question.Effect(result.Statistic, result.ByChance);
        return new()
        {
            Name = question.Name,
            Question = question.Question,
            Given = question.Given,
            Measure = question.Measure,
            Statistic = result.Statistic,
            ByChance = result.ByChance,
            StandardScore = result.StandardScore,
            EffectSize = question.EffectSize(result.Statistic, result.ByChance),
            PValue = result.PValue,
            CorrectedPValue = corrected,
            Significant = significant,
            Effect = effect,
            Sentence = FormattableString.Invariant($"{(significant ? "Yes" : "Not that this log shows")}: {effect}, p = {corrected:0.###} corrected."),
        };
    }
}
