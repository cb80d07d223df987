using PoppyUniverse.Evaluation.Measuring;
using PoppyUniverse.Evaluation.Metrics;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Evaluation;

/// <summary>Answers that are known already, for each of n test rows, in their order: those of an oracle.</summary>
/// <param name="Name">The judge's name in reports.</param>
/// <param name="ExpectedStrengths">(n), in [1, 5]; empty when Strength is not predicted.</param>
/// <param name="ClassProbabilities">(n × 5); empty when classes are not predicted.</param>
/// <param name="Choices">What was said of the values picked; null when choices are not predicted.</param>
public sealed record RowPredictions(string Name, float[] ExpectedStrengths, float[] ClassProbabilities, ChoiceOutcomes? Choices = null)
    : Judge(Name)
{
    private const int Classes = Interaction.StrengthClasses;

    /// <inheritdoc/>
    public override PredictionTargets Targets =>
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

    /// <inheritdoc/>
    internal override Func<IAnswers> Open(InteractionLog test)
    {
        int[] lengths = [ExpectedStrengths.Length, ClassProbabilities.Length / Classes, Choices?.Probabilities.Length ?? 0];
        if (lengths.Any(length => length != 0 && length != test.Count) || lengths.Sum() == 0)
            throw new ArgumentException($"'{Name}' predicts {lengths.Max()} rows; expected {test.Count}.", nameof(test));
        return () => new Kept(this);
    }

    private sealed class Kept(RowPredictions predictions) : IAnswers
    {
        public void Read(RowBatch batch, Exposure shown)
        {
            for (var i = 0; i < batch.Count; i++)
            {
                var row = batch.Rows[i];
                if (predictions.ExpectedStrengths.Length > 0)
                    batch.Expected[i] = predictions.ExpectedStrengths[row];
                if (predictions.ClassProbabilities.Length > 0)
                    predictions.ClassProbabilities.AsSpan((int)row * Classes, Classes).CopyTo(batch.Classes.AsSpan(i * Classes));
                if (predictions.Choices is { } choices)
                    (batch.Probabilities[i], batch.Better[i], batch.Tied[i]) = (choices.Probabilities[row], choices.Better[row], choices.Tied[row]);
            }
        }
    }
}
