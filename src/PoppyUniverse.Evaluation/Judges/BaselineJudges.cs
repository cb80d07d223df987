using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Learning.Baselines;

namespace PoppyUniverse.Evaluation;

/// <summary>The simplest judges, which a model has to beat.</summary>
public static class BaselineJudges
{
    /// <summary>Judges of what models predict and the test rows can tell.</summary>
    /// <param name="targets">What the models predict.</param>
    /// <param name="model">One of them; when there are no rows to learn from, its counts are the baseline's.</param>
    /// <param name="test">The rows they are measured on.</param>
    /// <param name="train">The rows they learned from; null when those are not at hand.</param>
    public static IEnumerable<ModelJudge> Of(PredictionTargets targets, IRecommender model, InteractionLog test, InteractionLog? train)
    {
        ArgumentNullException.ThrowIfNull(test);
        if (targets.HasFlag(PredictionTargets.Strength) && test.StrengthCount > 0)
        {
            foreach (var mean in train is null ? [MeanBaseline.GlobalOf(model)] : MeanBaseline.All(train))
                yield return new(mean);
        }

        if (targets.HasFlag(PredictionTargets.Choice))
        {
            foreach (var counts in train is null ? [CountBaseline.PopularityOf(model)] : CountBaseline.All(train))
                yield return new(counts);
        }
    }
}
