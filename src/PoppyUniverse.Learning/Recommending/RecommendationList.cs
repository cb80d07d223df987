namespace PoppyUniverse.Learning.Recommending;

/// <summary>An answer to a <see cref="RecommendationRequest"/>.</summary>
/// <param name="User">The user's id.</param>
/// <param name="Level">What the answer rests on.</param>
/// <param name="Items">The values, best first.</param>
public sealed record RecommendationList(string User, BackOffLevel Level, IReadOnlyList<Recommendation> Items);
