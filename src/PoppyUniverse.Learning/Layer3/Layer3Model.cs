using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Layer3;

namespace PoppyUniverse.Learning;

/// <summary>
/// Layer 3, trained: a factorization of Strength (expected Strength, class probabilities), one of choices, or both.
/// Immutable and thread-safe; a row's prediction has the same bits in any batch.
/// </summary>
public sealed partial class Layer3Model : ITrainedModel
{
    /// <summary>What a model folder calls it.</summary>
    public const string KindName = "layer3";

    private readonly StrengthLaw? _law;
    private readonly FactorChoice? _choice;

    /// <summary>A model from its parts.</summary>
    /// <param name="options">Sizes and training.</param>
    /// <param name="catalog">The categories.</param>
    /// <param name="users">The users.</param>
    /// <param name="factors">The learned numbers; not to be changed any more.</param>
    /// <param name="training">Counts of the training log, and how training went.</param>
    public Layer3Model(
        Layer3Options options, Catalog catalog, IdMap users, (RatingFactors? Rating, ChoiceFactors? Choice) factors, (LogStatistics Statistics, Layer3Record Record) training)
    {
        ArgumentNullException.ThrowIfNull(options);
        (Options, Catalog, Users, Rating, Choice) = (options, catalog, users, factors.Rating, factors.Choice);
        (Statistics, Record) = training;
        if (Record.Rating is { } rating)
            _law = new(Statistics.ClassCounts, rating.ClassDeviation);
        if (Choice is not null && Record.Choice is { } choice)
            _choice = new(Choice, choice.Weights);
    }

    /// <inheritdoc/>
    public string Name => "Layer 3";

    /// <inheritdoc/>
    public string Kind => KindName;

    /// <inheritdoc/>
    public Catalog Catalog { get; }

    /// <inheritdoc/>
    public IdMap Users { get; }

    /// <summary>What was learned; with classes always the expected Strength too, from which they follow.</summary>
    public PredictionTargets Targets => Options.Targets | (Options.LearnsRatings ? PredictionTargets.Strength : 0);

    /// <summary>Sizes and training.</summary>
    public Layer3Options Options { get; }

    /// <summary>The learned numbers of Strength; null when it is no target.</summary>
    public RatingFactors? Rating { get; }

    /// <summary>The learned numbers of choice; null when it is no target.</summary>
    public ChoiceFactors? Choice { get; }

    /// <inheritdoc/>
    public IEnumerable<NamedTensor> Tensors => [.. Rating?.All ?? [], .. Choice?.All ?? []];

    /// <inheritdoc/>
    public IEnumerable<NamedIntegers> Integers => Choice?.Picks.Integers ?? [];

    /// <inheritdoc/>
    public LogStatistics Statistics { get; }

    /// <summary>How training went.</summary>
    public Layer3Record Record { get; }

    /// <inheritdoc/>
    public void Score(ScoringRows rows, Predictions predictions) => Score((Rating, Choice), rows, predictions);

    private void Score((RatingFactors? Rating, ChoiceFactors? Choice) users, ScoringRows rows, Predictions predictions)
    {
        predictions.Validate(rows.Count, Targets);
        if (!predictions.ExpectedStrengths.IsEmpty || !predictions.ClassProbabilities.IsEmpty)
            Rate(users.Rating!, rows, predictions);
        if (!predictions.ChoiceProbabilities.IsEmpty)
            _choice!.Score((users.Choice!.UserFactor.Data, users.Choice.Picks), rows, predictions.ChoiceProbabilities);
    }

    private void Rate(RatingFactors users, ScoringRows rows, Predictions predictions)
    {
        const int Classes = Interaction.StrengthClasses;
        for (var row = 0; row < rows.Count; row++)
        {
            var expected = (float)Math.Clamp(
                users.Expected(rows.UserIndices[row], rows.ValueIndices[row], rows.Slots[row], Record.Rating!.Scale), Interaction.WeakestStrength, Interaction.StrongestStrength);
            if (!predictions.ExpectedStrengths.IsEmpty)
                predictions.ExpectedStrengths[row] = expected;
            if (!predictions.ClassProbabilities.IsEmpty)
                _law!.Write(expected, predictions.ClassProbabilities.Slice(row * Classes, Classes));
        }
    }
}
