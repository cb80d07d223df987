using System.Text.Json;
using System.Text.Json.Serialization;

namespace PoppyUniverse.Cli.Results;

/// <summary>Results as JSON; property names are part of the command line's contract.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(SimulateResult))]
[JsonSerializable(typeof(TrainResult))]
[JsonSerializable(typeof(RecommendResult))]
[JsonSerializable(typeof(WrittenResult))]
[JsonSerializable(typeof(ScoreResult))]
[JsonSerializable(typeof(ExportResult))]
[JsonSerializable(typeof(ImportResultLine))]
[JsonSerializable(typeof(VerifyReport))]
[JsonSerializable(typeof(ServeResult))]
[JsonSerializable(typeof(KeyAddedResult))]
[JsonSerializable(typeof(KeysResult))]
internal sealed partial class ResultJson : JsonSerializerContext
{
    public static string Of<T>(T result) => JsonSerializer.Serialize(result, typeof(T), Default);
}
