namespace PoppyUniverse.Evaluation.Learnability;

/// <summary>What a test asks, and how its answer reads.</summary>
/// <param name="Name">"user".</param>
/// <param name="Question">In words.</param>
/// <param name="Given">What the permutations keep.</param>
/// <param name="Measure">What the statistic measures.</param>
/// <param name="EffectSize">Effect size from (statistic, by chance).</param>
/// <param name="Effect">The effect in words, from (statistic, by chance).</param>
internal sealed record LearnabilityQuestion(
    string Name, string Question, string Given, string Measure, Func<double, double, double> EffectSize, Func<double, double, string> Effect);
