using System.Text.Json;
using System.Text.Json.Serialization;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Storage.Models;

/// <summary>config.json of a model folder: all that is not a tensor. Holds no clock times, so it is as reproducible as the tensors.</summary>
/// <param name="FormatVersion">Version of the folder's layout.</param>
/// <param name="Kind">What the model is: see <see cref="ModelKind"/>.</param>
/// <param name="Sha256">SHA-256 of model.safetensors, hexadecimal.</param>
/// <param name="Options">Sizes and training, as the kind has them.</param>
/// <param name="Catalog">The categories, in order.</param>
/// <param name="UserIds">The users' ids in order when they are strings; null when they are integers (tensor user.id).</param>
/// <param name="Training">How training went, as the kind tells it.</param>
internal sealed record ModelConfig(
    int FormatVersion,
    string Kind,
    string Sha256,
    JsonElement Options,
    IReadOnlyList<ModelConfig.CatalogType> Catalog,
    IReadOnlyList<string>? UserIds,
    JsonElement Training)
{
    public const int CurrentVersion = 1;

    /// <summary>The config of a model.</summary>
    public static ModelConfig Of(ITrainedModel model, ModelKind kind, string sha256) => new(
        CurrentVersion, kind.Name, sha256, kind.Options(model), CatalogOf(model.Catalog),
        model.Users.AreIntegers ? null : [.. Enumerable.Range(0, model.Users.Count).Select(user => model.Users[user])], kind.Training(model));

    /// <summary>Reads config.json.</summary>
    /// <exception cref="ModelFormatException">It is missing, no config, or of another version.</exception>
    public static ModelConfig Read(string path)
    {
        if (!File.Exists(path))
            throw new ModelFormatException(Path.GetDirectoryName(path)!, $"has no {Path.GetFileName(path)}; expected a model folder.");
        try
        {
            var config = JsonSerializer.Deserialize(File.ReadAllText(path), ModelConfigContext.Default.ModelConfig);
            if (config is { FormatVersion: CurrentVersion, Kind: not null, Sha256: not null, Catalog: not null, Options.ValueKind: JsonValueKind.Object, Training.ValueKind: JsonValueKind.Object })
                return config;
            throw new ModelFormatException(path, $"has format version {config?.FormatVersion} and kind '{config?.Kind}'; expected {CurrentVersion} and one of {ModelKind.Names}.");
        }
        catch (JsonException error)
        {
            throw new ModelFormatException(path, $"is no model config (line {error.LineNumber + 1}, {error.Path}).");
        }
    }

    private static IReadOnlyList<CatalogType> CatalogOf(Catalog catalog) =>
        [.. catalog.Types.Select((type, t) =>
        {
            var (first, count) = catalog.ValuesOf(t);
            return new CatalogType(type, [.. catalog.Values.Skip(first).Take(count)]);
        })];

    /// <summary>A type with its values.</summary>
    internal sealed record CatalogType(string Name, IReadOnlyList<string> Values);
}

/// <summary>Serializer of config.json.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    WriteIndented = true)]
[JsonSerializable(typeof(ModelConfig))]
[JsonSerializable(typeof(Layer3Options))]
[JsonSerializable(typeof(Layer3Record))]
[JsonSerializable(typeof(Layer4Options))]
[JsonSerializable(typeof(Layer4Record))]
internal sealed partial class ModelConfigContext : JsonSerializerContext;
