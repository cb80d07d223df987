namespace PoppyUniverse.Learning;

/// <summary>
/// A user that a model was told of after it was trained: what <see cref="Layer3Model.FoldIn"/> makes of interactions. Immutable.
/// </summary>
public sealed class Layer3User
{
    internal Layer3User(RatingFactors? rating, ChoiceFactors? choice, int interactions) => (Rating, Choice, Interactions) = (rating, choice, interactions);

    /// <summary>Number of interactions it was made from.</summary>
    public int Interactions { get; }

    internal RatingFactors? Rating { get; }

    internal ChoiceFactors? Choice { get; }
}
