namespace PoppyUniverse.Evaluation.Reports;

/// <summary>Two models beside each other, on the same rows.</summary>
/// <param name="First">One model.</param>
/// <param name="Second">The other.</param>
/// <param name="Metrics">How much better the second is, by metric key; those that both have.</param>
public sealed record PairResult(string First, string Second, IReadOnlyDictionary<string, PairedComparison> Metrics);
