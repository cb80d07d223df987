using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Evaluation;

/// <summary>What one model said of each of n test rows, in their order.</summary>
/// <param name="Name">The model's name in reports.</param>
/// <param name="ExpectedStrengths">(n), in [1, 5].</param>
/// <param name="ClassProbabilities">(n × 5); empty when the model does not predict classes.</param>
public sealed record RowPredictions(string Name, float[] ExpectedStrengths, float[] ClassProbabilities)
{
    /// <summary>Whether the model predicts classes.</summary>
    public bool HasClasses => ClassProbabilities.Length > 0;

    /// <summary>Scores the rows of a log. Users are matched by id, so the log may have users of its own.</summary>
    /// <param name="model">The model; its catalog must be the log's.</param>
    /// <param name="log">The rows.</param>
    /// <param name="threads">Worker threads; changes speed only.</param>
    /// <param name="cancellation">Stops between parts.</param>
    /// <exception cref="ArgumentException">The catalogs differ.</exception>
    public static RowPredictions Of(IRecommender model, InteractionLog log, int threads, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        var scores = PredictionBuffer.Of(model, log, threads, cancellation);
        return new(model.Name, scores.ExpectedStrengths, scores.ClassProbabilities);
    }
}
