using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.FoldingIn;
using PoppyUniverse.Learning.Layer4;

namespace PoppyUniverse.Learning;

/// <summary>
/// Layer 4, trained: a rating network (expected Strength, class probabilities), a choice network (which value comes next),
/// or both. Immutable and thread-safe; a row's prediction has the same bits in any batch.
/// </summary>
public sealed class Layer4Model : ITrainedModel, IFoldsIn
{
    /// <summary>What a model folder calls it.</summary>
    public const string KindName = "layer4";

    private readonly RatingPart? _rating;
    private readonly ChoicePart? _choice;
    private readonly Lazy<Layer4Folding> _folding;

    /// <summary>A model from its parts.</summary>
    /// <param name="options">Sizes and training.</param>
    /// <param name="catalog">The categories.</param>
    /// <param name="users">The users.</param>
    /// <param name="parameters">The learned numbers; not to be changed any more.</param>
    /// <param name="training">Counts of the training log, and how training went.</param>
    public Layer4Model(
        Layer4Options options, Catalog catalog, IdMap users, Layer4Parameters parameters, (LogStatistics Statistics, Layer4Record Record) training)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(parameters);
        (Options, Catalog, Users, Parameters) = (options, catalog, users, parameters);
        (Statistics, Record) = training;
        if (parameters.Rating is { } rating)
            _rating = new(options, catalog, rating);
        if (parameters.Choice is { } choice)
            _choice = new(options.Choice, choice, (parameters.Memory, Record.Choice?.Calibration.ChoiceShares() ?? default));
        _folding = new(() => new(this, _rating, _choice));
    }

    /// <inheritdoc/>
    public string Name => "Layer 4";

    /// <inheritdoc/>
    public string Kind => KindName;

    /// <inheritdoc/>
    public Catalog Catalog { get; }

    /// <inheritdoc/>
    public IdMap Users { get; }

    /// <summary>
    /// What was learned; with classes always the expected Strength too, which follows from their probabilities.
    /// </summary>
    public PredictionTargets Targets => Options.Targets | (Options.LearnsRatings ? PredictionTargets.Strength : 0);

    /// <summary>Sizes and training.</summary>
    public Layer4Options Options { get; }

    /// <summary>The learned numbers.</summary>
    public Layer4Parameters Parameters { get; }

    /// <inheritdoc/>
    public IEnumerable<NamedTensor> Tensors => Parameters.All;

    /// <inheritdoc/>
    public IEnumerable<NamedIntegers> Integers => Parameters.Memory?.All ?? [];

    /// <inheritdoc/>
    public LogStatistics Statistics { get; }

    /// <summary>How training went.</summary>
    public Layer4Record Record { get; }

    /// <inheritdoc/>
    public void Score(ScoringRows rows, Predictions predictions)
    {
        predictions.Validate(rows.Count, Targets);
        if (!predictions.ExpectedStrengths.IsEmpty || !predictions.ClassProbabilities.IsEmpty)
            _rating!.Score(rows, predictions);
        if (!predictions.ChoiceProbabilities.IsEmpty)
            _choice!.Score(rows, predictions.ChoiceProbabilities);
    }

    /// <inheritdoc/>
    public IRecommender FoldIn(NewHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return _folding.Value.FoldIn(history);
    }
}
