using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Mvc;
using PoppyUniverse.Learning.Recommending;

namespace PoppyUniverse.Web.Contracts;

/// <summary>Requests and answers as JSON; names are part of the contract.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.Never)]
[JsonSerializable(typeof(RecommendationAnswer))]
[JsonSerializable(typeof(BackOffLevel))]
[JsonSerializable(typeof(InteractionBatch))]
[JsonSerializable(typeof(AppendAnswer))]
[JsonSerializable(typeof(IReadOnlyList<BadRow>))]
[JsonSerializable(typeof(UserAnswer))]
[JsonSerializable(typeof(ErasureAnswer))]
[JsonSerializable(typeof(ModelAnswer))]
[JsonSerializable(typeof(IReadOnlyList<VersionAnswer>))]
[JsonSerializable(typeof(VersionAnswer))]
[JsonSerializable(typeof(TrainingStatus))]
[JsonSerializable(typeof(HealthAnswer))]
[JsonSerializable(typeof(ProblemDetails))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(string))]
internal sealed partial class ApiJson : JsonSerializerContext;
