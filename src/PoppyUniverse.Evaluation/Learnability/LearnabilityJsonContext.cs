using System.Text.Json.Serialization;

namespace PoppyUniverse.Evaluation.Learnability;

/// <summary>Serializer of learnability reports.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(LearnabilityReport))]
internal sealed partial class LearnabilityJsonContext : JsonSerializerContext;
