namespace PoppyUniverse.Evaluation.Reports;

/// <summary>How one model did.</summary>
/// <param name="Name">The model.</param>
/// <param name="Metrics">Its metrics by key, in the order of <see cref="Evaluation.Metrics.Metric.All"/>.</param>
/// <param name="AgainstBaseline">Paired difference of each metric to its baseline's; without those of which the model is the baseline itself.</param>
/// <param name="AboveCeiling">Metrics that are better than the oracle's beyond the interval of their difference: a leak.</param>
public sealed record ModelResult(
    string Name, IReadOnlyDictionary<string, MetricValue> Metrics, IReadOnlyDictionary<string, PairedDifference> AgainstBaseline, IReadOnlyList<string> AboveCeiling)
{
    /// <summary>What it is there for.</summary>
    public JudgeRole Kind { get; init; } = JudgeRole.Model;

    /// <summary>What it took to make it; null for baselines and the oracle, which cost next to nothing.</summary>
    public ModelCost? Cost { get; init; }
}
