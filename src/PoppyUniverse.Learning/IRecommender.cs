using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning;

/// <summary>
/// A finished, immutable model that answers what a user would think of a value at an hour of the week. Thread-safe.
/// The same rows give the same bits in any batch, order and thread.
/// </summary>
public interface IRecommender
{
    /// <summary>What the model is called in reports: "Layer 4", "user mean".</summary>
    string Name { get; }

    /// <summary>The categories the model knows.</summary>
    Catalog Catalog { get; }

    /// <summary>The users the model knows.</summary>
    IdMap Users { get; }

    /// <summary>Counts of the log it learned from.</summary>
    LogStatistics Statistics { get; }

    /// <summary>What the model can predict.</summary>
    PredictionTargets Targets { get; }

    /// <summary>
    /// Predicts for B rows. Fills the parts of <paramref name="predictions"/> that are not empty; every number is
    /// finite, for unknown users and values too.
    /// </summary>
    /// <exception cref="ArgumentException">Lengths differ, or a part is asked for that the model does not predict.</exception>
    void Score(ScoringRows rows, Predictions predictions);
}
