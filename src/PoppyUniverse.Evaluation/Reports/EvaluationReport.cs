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
    /// <summary>Every two models beside each other.</summary>
    public IReadOnlyList<PairResult> Comparisons { get; init; } = [];

    /// <summary>Parts of the test rows, measured on their own.</summary>
    public IReadOnlyList<SliceResult> Slices { get; init; } = [];

    /// <summary>Which model to use, and why.</summary>
    public Verdict? Verdict { get; init; }

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

    /// <summary>How much better one model is than another, from paired resamples.</summary>
    /// <exception cref="InvalidOperationException">They were not compared by that metric.</exception>
    public PairedComparison Gain(string model, string over, Metric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        var pair = Comparisons.First(pair => (pair.First, pair.Second) == (over, model) || (pair.First, pair.Second) == (model, over)).Metrics[metric.Key];
        return Comparisons.Any(other => (other.First, other.Second) == (over, model)) ? pair : pair.Turned;
    }

    /// <summary>The report as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ReportJsonContext.Default.EvaluationReport);
}
