using System.Text.Json.Serialization;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Storage.Models;

/// <summary>config.json of a model folder: all that is not a tensor. Holds no clock times, so it is as reproducible as the tensors.</summary>
/// <param name="FormatVersion">Version of the folder's layout.</param>
/// <param name="Kind">What the model is: "layer4".</param>
/// <param name="Sha256">SHA-256 of model.safetensors, hexadecimal.</param>
/// <param name="Options">Sizes and training.</param>
/// <param name="Catalog">The categories, in order.</param>
/// <param name="UserIds">The users' ids in order when they are strings; null when they are integers (tensor user.id).</param>
/// <param name="Training">How training went.</param>
internal sealed record ModelConfig(
    int FormatVersion,
    string Kind,
    string Sha256,
    Layer4Options Options,
    IReadOnlyList<ModelConfig.CatalogType> Catalog,
    IReadOnlyList<string>? UserIds,
    Layer4Record Training)
{
    public const int CurrentVersion = 1;
    public const string Layer4 = "layer4";

    /// <summary>A type with its values.</summary>
    internal sealed record CatalogType(string Name, IReadOnlyList<string> Values);
}

/// <summary>Serializer of config.json.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    WriteIndented = true)]
[JsonSerializable(typeof(ModelConfig))]
internal sealed partial class ModelConfigContext : JsonSerializerContext;
