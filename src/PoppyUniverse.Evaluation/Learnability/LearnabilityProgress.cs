namespace PoppyUniverse.Evaluation.Learnability;

/// <summary>How far the tests of a log are.</summary>
/// <param name="Done">Permutations computed.</param>
/// <param name="Total">Permutations of all tests that this log allows.</param>
public readonly record struct LearnabilityProgress(long Done, long Total);
