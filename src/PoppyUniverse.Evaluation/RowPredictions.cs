using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Evaluation;

/// <summary>What one model said of each of n test rows, in their order.</summary>
/// <param name="Name">The model's name in reports.</param>
/// <param name="ExpectedStrengths">(n), in [1, 5]; empty when the model does not predict Strength.</param>
/// <param name="ClassProbabilities">(n × 5); empty when the model does not predict classes.</param>
/// <param name="Choices">What it said of the values picked; null when the model does not predict choices.</param>
public sealed record RowPredictions(string Name, float[] ExpectedStrengths, float[] ClassProbabilities, ChoiceOutcomes? Choices = null)
{
    /// <summary>What the model predicts.</summary>
    public PredictionTargets Targets =>
        (ExpectedStrengths.Length > 0 ? PredictionTargets.Strength : 0)
        | (ClassProbabilities.Length > 0 ? PredictionTargets.Class : 0)
        | (Choices is not null ? PredictionTargets.Choice : 0);

    /// <summary>Scores the rows of a log. Users are matched by id, so the log may have users of its own.</summary>
    /// <param name="model">The model; its catalog must be the log's.</param>
    /// <param name="log">The rows.</param>
    /// <param name="threads">Worker threads; changes speed only.</param>
    /// <param name="cancellation">Stops between parts.</param>
    /// <exception cref="ArgumentException">The catalogs differ.</exception>
    public static RowPredictions Of(IRecommender model, InteractionLog log, int threads, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        var ratings = PredictionBuffer.Of(model, log, model.Targets & ~PredictionTargets.Choice, threads, cancellation);
        var choices = model.Targets.HasFlag(PredictionTargets.Choice) ? ChoiceOutcomes.Of(model, log, threads, cancellation) : null;
        return new(model.Name, ratings.ExpectedStrengths, ratings.ClassProbabilities, choices);
    }
}
