using System.Text.Json;
using System.Text.Json.Serialization;
using PoppyUniverse.Evaluation.Metrics;

namespace PoppyUniverse.Evaluation.Reports;

/// <summary>An evaluation of models on one test log.</summary>
/// <param name="Rows">Test rows.</param>
/// <param name="RatedRows">Those with a Strength.</param>
/// <param name="Users">Users of test rows.</param>
/// <param name="Split">How the test rows were chosen.</param>
/// <param name="Models">The models; the first that has a metric is its baseline, the oracle stands last when there is one.</param>
/// <param name="Warnings">Doubts about the experiment, as sentences with numbers.</param>
public sealed record EvaluationReport(
    long Rows, long RatedRows, int Users, string Split, IReadOnlyList<ModelResult> Models, IReadOnlyList<string> Warnings)
{
    /// <summary>Whether any model did better than the oracle could: it has seen what it must not.</summary>
    [JsonIgnore]
    public bool HasLeak => Models.Any(model => model.AboveCeiling.Count > 0);

    /// <summary>The result of a model by name.</summary>
    public ModelResult this[string name] => Models.First(model => model.Name == name);

    /// <summary>The model that a metric's baseline is.</summary>
    public ModelResult BaselineOf(Metric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return Models.First(model => model.Metrics.ContainsKey(metric.Key));
    }

    /// <summary>The report as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ReportJsonContext.Default.EvaluationReport);
}
