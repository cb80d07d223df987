using System.Text.Json;
using System.Text.Json.Serialization;

namespace PoppyUniverse.Evaluation.Reports;

/// <summary>An evaluation of models on one test log.</summary>
/// <param name="Rows">Test rows with a Strength.</param>
/// <param name="Users">Users that have any.</param>
/// <param name="Split">How the test rows were chosen.</param>
/// <param name="BaselineName">The model whose metrics stand as baseline.</param>
/// <param name="Models">The models, baseline first, the oracle last when there is one.</param>
/// <param name="Warnings">Doubts about the experiment, as sentences with numbers.</param>
public sealed record EvaluationReport(
    long Rows, int Users, string Split, string BaselineName, IReadOnlyList<ModelResult> Models, IReadOnlyList<string> Warnings)
{
    /// <summary>Whether any model did better than the oracle could: it has seen what it must not.</summary>
    [JsonIgnore]
    public bool HasLeak => Models.Any(model => model.AboveCeiling.Count > 0);

    /// <summary>The result of a model by name.</summary>
    public ModelResult this[string name] => Models.First(model => model.Name == name);

    /// <summary>The report as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ReportJsonContext.Default.EvaluationReport);
}
