using PoppyUniverse.Interactions;

namespace PoppyUniverse.Evaluation.Learnability;

/// <summary>Some tests that share their permutations.</summary>
internal interface IPermutationStage
{
    /// <summary>Runs them.</summary>
    /// <param name="permutations">How many permutations.</param>
    /// <param name="random">Where they come from.</param>
    /// <param name="threads">Worker threads; changes speed only.</param>
    /// <param name="tick">Called after each permutation, from any thread.</param>
    /// <param name="cancellation">Stops between permutations.</param>
    IReadOnlyList<PermutationResult> Run(int permutations, RandomStream random, int threads, Action tick, CancellationToken cancellation);
}
