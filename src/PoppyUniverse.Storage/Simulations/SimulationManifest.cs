using System.Text.Json;
using System.Text.Json.Serialization;
using PoppyUniverse.Simulation;

namespace PoppyUniverse.Storage.Simulations;

/// <summary>What a simulated file is and how to make it again; stands beside it as FILE.manifest.json.</summary>
public sealed record SimulationManifest
{
    /// <summary>The version of the simulation's law that this code has.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Version of the simulation's law: the same version, profile and seed give the same bytes.</summary>
    public int FormatVersion { get; init; } = CurrentVersion;

    /// <summary>Name of the data file.</summary>
    public required string File { get; init; }

    /// <summary>The part of the simulation that the file holds, "3/64"; null for all of it.</summary>
    public string? Shard { get; init; }

    /// <summary>Interactions in the file.</summary>
    public required long Rows { get; init; }

    /// <summary>Size of the file.</summary>
    public required long Bytes { get; init; }

    /// <summary>SHA-256 of its bytes, hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The whole profile.</summary>
    public required SimulationProfile Profile { get; init; }

    /// <summary>log.csv → log.manifest.json, log.parquet → log.parquet.manifest.json, in the same folder.</summary>
    public static string PathFor(string dataPath)
    {
        ArgumentNullException.ThrowIfNull(dataPath);
        return (dataPath.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) ? dataPath[..^4] : dataPath) + ".manifest.json";
    }

    /// <summary>Reads the manifest beside a file.</summary>
    /// <exception cref="DataFormatException">There is none, or it is broken.</exception>
    public static SimulationManifest ReadBeside(string dataPath)
    {
        var path = PathFor(dataPath);
        if (!System.IO.File.Exists(path))
            throw new DataFormatException(path, 0, 0, $"does not exist; expected the manifest of {Path.GetFileName(dataPath)}.");
        try
        {
            return JsonSerializer.Deserialize(System.IO.File.ReadAllText(path), ManifestJsonContext.Default.SimulationManifest)
                ?? throw new DataFormatException(path, 0, 0, "is null; expected a manifest.");
        }
        catch (JsonException error)
        {
            throw new DataFormatException(path, (error.LineNumber ?? 0) + 1, (int)(error.BytePositionInLine ?? 0) + 1, "is no manifest: " + error.Message.Split(" Path: ")[0]);
        }
    }

    /// <summary>The part of the simulation that the file holds.</summary>
    public Shard ShardOrWhole() => Shard is not null && Simulations.Shard.TryParse(Shard, out var shard) ? shard : Simulations.Shard.Whole;

    /// <summary>The manifest as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ManifestJsonContext.Default.SimulationManifest);
}

/// <summary>Serializer of manifests.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SimulationManifest))]
internal sealed partial class ManifestJsonContext : JsonSerializerContext;
