using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Layer4;

namespace PoppyUniverse.Learning;

/// <summary>
/// Layer 4, trained: embeddings of user, type, value, hour and day and an MLP with a Strength and a class head. Immutable
/// and thread-safe; a row's prediction has the same bits in any batch.
/// </summary>
public sealed class Layer4Model : IRecommender
{
    private readonly Layer4Shape _shape;
    private readonly Layer4Weights _weights;

    /// <summary>A model from its parts.</summary>
    /// <param name="options">Sizes and training.</param>
    /// <param name="catalog">The categories.</param>
    /// <param name="users">The users.</param>
    /// <param name="parameters">The learned numbers; not to be changed any more.</param>
    /// <param name="training">Counts of the training log, and how training went.</param>
    public Layer4Model(
        Layer4Options options, Catalog catalog, IdMap users, Layer4Parameters parameters, (LogStatistics Statistics, TrainingRecord Record) training)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        (Options, Catalog, Users, Parameters) = (options, catalog, users, parameters);
        (Statistics, Record) = training;
        _shape = new(options, catalog);
        _weights = new(_shape);
        ParameterTransfer.Load(parameters, _shape, _weights);
    }

    /// <inheritdoc/>
    public string Name => "Layer 4";

    /// <inheritdoc/>
    public Catalog Catalog { get; }

    /// <inheritdoc/>
    public IdMap Users { get; }

    /// <summary>Expected Strength always (from the class probabilities when only they were learned); classes when learned.</summary>
    public PredictionTargets Targets => PredictionTargets.Strength | (Options.Targets & PredictionTargets.Class);

    /// <summary>Sizes and training.</summary>
    public Layer4Options Options { get; }

    /// <summary>The learned numbers.</summary>
    public Layer4Parameters Parameters { get; }

    /// <inheritdoc/>
    public LogStatistics Statistics { get; }

    /// <summary>How training went.</summary>
    public TrainingRecord Record { get; }

    /// <inheritdoc/>
    public void Score(ScoringRows rows, Predictions predictions)
    {
        predictions.Validate(rows.Count, Targets);
        new Layer4Scorer(_shape, _weights, this).Score(rows, predictions);
    }
}
