using System.Text.Json;
using System.Text.Json.Serialization;
using PoppyUniverse.Simulation;

namespace PoppyUniverse.Storage.Simulations;

/// <summary>What a simulated file is and how to make it again; stands beside it as FILE.manifest.json.</summary>
/// <param name="FormatVersion">Version of the simulation's law: the same version, profile and seed give the same bytes.</param>
/// <param name="File">Name of the data file.</param>
/// <param name="Rows">Interactions.</param>
/// <param name="Bytes">Size of the file.</param>
/// <param name="Sha256">SHA-256 of its bytes, hexadecimal.</param>
/// <param name="Seed">Seed.</param>
/// <param name="Profile">The whole profile.</param>
public sealed record SimulationManifest(
    int FormatVersion, string File, long Rows, long Bytes, string Sha256, ulong Seed, SimulationProfile Profile)
{
    /// <summary>The version that this code writes.</summary>
    public const int CurrentVersion = 1;

    /// <summary>log.csv → log.manifest.json, in the same folder.</summary>
    public static string PathFor(string dataPath) => Path.ChangeExtension(dataPath, ".manifest.json");

    /// <summary>The manifest as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ManifestJsonContext.Default.SimulationManifest);
}

/// <summary>Serializer of manifests.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(SimulationManifest))]
internal sealed partial class ManifestJsonContext : JsonSerializerContext;
