namespace PoppyUniverse.Evaluation.Learnability;

/// <summary>A statistic beside its permutations.</summary>
internal sealed record PermutationResult(LearnabilityQuestion Question, double Statistic, double ByChance, double StandardScore, double PValue);
