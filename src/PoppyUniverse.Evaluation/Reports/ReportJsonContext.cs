using System.Text.Json.Serialization;

namespace PoppyUniverse.Evaluation.Reports;

/// <summary>Serializer of reports.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(EvaluationReport))]
[JsonSerializable(typeof(RunReport))]
[JsonSerializable(typeof(Summaries.LogSummary))]
internal sealed partial class ReportJsonContext : JsonSerializerContext;
