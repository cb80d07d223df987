using PoppyUniverse.Learning.Recommending;

namespace PoppyUniverse.Web.Contracts;

/// <summary>What a user would like, best first.</summary>
/// <param name="User">The user's id.</param>
/// <param name="At">The moment that the answer is for.</param>
/// <param name="Level">What it rests on: known_user, fold_in or prior.</param>
/// <param name="ModelVersion">The version of the model that answered.</param>
/// <param name="Items">The values, best first.</param>
public sealed record RecommendationAnswer(string User, DateTimeOffset At, BackOffLevel Level, long ModelVersion, IReadOnlyList<Recommendation> Items);
