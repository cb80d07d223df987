namespace PoppyUniverse.Evaluation.Reports;

/// <summary>How one model did on a part of the test rows.</summary>
/// <param name="Name">The model.</param>
/// <param name="Metrics">Its metrics by key; those of <see cref="Evaluation.Metrics.Metric.OfSlices"/> that it has.</param>
public sealed record SliceModel(string Name, IReadOnlyDictionary<string, MetricValue> Metrics);
