namespace PoppyUniverse.Learning;

/// <summary>What a rating network has learned of values and types.</summary>
/// <param name="Type">(T + 1 × type size).</param>
/// <param name="Embedding">(V + 1 × value size).</param>
/// <param name="Factor">(V + 1 × D), the value's part of the product term.</param>
/// <param name="Bias">(V + 1 × O), added to the outputs.</param>
public sealed record ValueParameters(NamedTensor Type, NamedTensor Embedding, NamedTensor Factor, NamedTensor Bias)
{
    /// <summary>All four.</summary>
    internal IEnumerable<NamedTensor> All => [Type, Embedding, Factor, Bias];
}
