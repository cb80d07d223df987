namespace PoppyUniverse.Learning.FoldingIn;

/// <summary>A model that takes a user's new interactions into account at once, without being trained again.</summary>
public interface IFoldsIn : IRecommender
{
    /// <summary>
    /// What the model thinks of one user after new interactions: only the user's own numbers move, all else stays. The same
    /// history gives the same bits. Takes micro- to milliseconds.
    /// </summary>
    /// <returns>A recommender of that user alone, under index 0.</returns>
    IRecommender FoldIn(NewHistory history);
}
