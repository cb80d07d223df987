namespace PoppyUniverse.Evaluation.Reports;

/// <summary>How one model did.</summary>
/// <param name="Name">The model.</param>
/// <param name="Metrics">Its metrics by key, in the order of <see cref="Evaluation.Metrics.StrengthMetric.All"/>.</param>
/// <param name="AgainstBaseline">Paired difference of RMSE to the baseline's; null for the baseline itself.</param>
/// <param name="AboveCeiling">Metrics that are better than the oracle's beyond the interval of their difference: a leak.</param>
public sealed record ModelResult(
    string Name, IReadOnlyDictionary<string, MetricValue> Metrics, PairedDifference? AgainstBaseline, IReadOnlyList<string> AboveCeiling);
