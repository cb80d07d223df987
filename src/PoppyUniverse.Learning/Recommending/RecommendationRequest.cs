using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Recommending;

/// <summary>What is asked.</summary>
/// <param name="User">The user's id, known or not.</param>
/// <param name="At">Hour of the week; null averages over those of the training log, by their frequency.</param>
/// <param name="Top">The most values to return, at least 1.</param>
/// <param name="TypeIndex">Only values of this type; null for all.</param>
/// <param name="By">What values are ranked by; null takes expected Strength when the model predicts it, else the choice.</param>
public sealed record RecommendationRequest(string User, TimeSlot? At = null, int Top = 10, int? TypeIndex = null, RankBy? By = null);
