using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.FoldingIn;

namespace PoppyUniverse.Learning;

public sealed partial class Layer3Model : IFoldsIn
{
    /// <summary>
    /// Closed form for a user who is new to the model. A trained user's factors would need the interactions of training,
    /// which a model does not keep: such a user is answered from the trained ones until the next training.
    /// </summary>
    /// <inheritdoc cref="IFoldsIn.FoldIn"/>
    IRecommender IFoldsIn.FoldIn(NewHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return history.UserIndex == IdMap.Unknown && history.Rows.Count > 0 ? new Layer3Folded(this, history) : this;
    }

    /// <summary>A new user alone, under index 0.</summary>
    private sealed class Layer3Folded(Layer3Model model, NewHistory history) : IRecommender
    {
        private readonly Layer3User _user = model.FoldIn(history.Counted);

        public string Name => model.Name;

        public Catalog Catalog => model.Catalog;

        public IdMap Users { get; } = IdMap.OfStrings([history.User]);

        public LogStatistics Statistics { get; } = FoldedCounts.Statistics(model, history);

        public PredictionTargets Targets => model.Targets;

        public void Score(ScoringRows rows, Predictions predictions)
        {
            if (rows.UserIndices.Contains(IdMap.Unknown))
                model.Score(rows, predictions); // throws for any other than the unknown user
            else
                model.Score(_user, rows, predictions);
        }
    }
}
