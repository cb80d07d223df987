namespace PoppyUniverse.Learning.Recommending;

/// <summary>One recommended value.</summary>
/// <param name="Rank">From 1.</param>
/// <param name="Type">Category type.</param>
/// <param name="Value">Category value.</param>
/// <param name="ExpectedStrength">In [1, 5]; null when the model does not predict it.</param>
/// <param name="ClassProbabilities">Probabilities of Strength 1…5; null when the model does not predict them.</param>
/// <param name="ChoiceProbability">Probability that the user picks the value next; null when the model does not predict it.</param>
/// <param name="Confidence">Probability that the Strength is within one step of the expected one; without Strengths, the choice probability.</param>
/// <param name="Reason">A short true sentence.</param>
public sealed record Recommendation(
    int Rank, string Type, string Value, float? ExpectedStrength, IReadOnlyList<float>? ClassProbabilities, float? ChoiceProbability, float Confidence, string Reason);
