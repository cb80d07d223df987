using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Layer4;

namespace PoppyUniverse.Learning.FoldingIn;

/// <summary>Layer 4 for one user, whose rows are the user's own after folding in.</summary>
internal sealed class FoldedUser(Layer4Model model, NewHistory history, ChoiceMemory? memory, (RatingPart? Rating, ChoicePart? Choice) parts) : IRecommender
{
    public string Name => model.Name;

    public Catalog Catalog => model.Catalog;

    public IdMap Users { get; } = IdMap.OfStrings([history.User]);

    public LogStatistics Statistics { get; } = FoldedCounts.Statistics(model, history);

    /// <summary>The new interactions.</summary>
    public IReadOnlyList<Interaction> NewInteractions => history.Rows;

    /// <summary>What the user picked, in training and since; null when the model keeps no such counts.</summary>
    public ChoiceMemory? Memory { get; } = memory;

    public PredictionTargets Targets => model.Targets;

    public void Score(ScoringRows rows, Predictions predictions)
    {
        predictions.Validate(rows.Count, Targets);
        if (!predictions.ExpectedStrengths.IsEmpty || !predictions.ClassProbabilities.IsEmpty)
            parts.Rating!.Score(rows, predictions);
        if (!predictions.ChoiceProbabilities.IsEmpty)
            parts.Choice!.Score(rows, predictions.ChoiceProbabilities);
    }
}
