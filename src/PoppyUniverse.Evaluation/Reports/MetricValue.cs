namespace PoppyUniverse.Evaluation.Reports;

/// <summary>A measured number with what it should be seen beside.</summary>
/// <param name="Value">The metric over all test rows.</param>
/// <param name="Low">Lower end of its interval; null for metrics that are counted, not estimated.</param>
/// <param name="High">Upper end of its interval; null likewise.</param>
/// <param name="Baseline">The metric of the baseline on the same rows.</param>
/// <param name="Oracle">The oracle's metric on the same rows; null without the truth, or where the oracle is no ceiling.</param>
/// <param name="ShareOfLearnable">(baseline − value) / (baseline − oracle); null without a ceiling, or where it is not clearly better than the baseline.</param>
public sealed record MetricValue(double Value, double? Low, double? High, double? Baseline, double? Oracle, double? ShareOfLearnable);
