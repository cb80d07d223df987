using System.Text.Json;
using System.Text.Json.Serialization;

namespace PoppyUniverse.Simulation;

/// <summary>Profiles as JSON: snake_case names, comments and trailing commas allowed, unknown names refused.</summary>
public static class ProfileJson
{
    /// <summary>The profile as indented JSON with every knob.</summary>
    public static string Write(SimulationProfile profile) =>
        JsonSerializer.Serialize(profile, ProfileJsonContext.Default.SimulationProfile);

    /// <summary>Reads a profile; it is not validated yet.</summary>
    /// <param name="json">The text.</param>
    /// <param name="source">What to call it in errors: the file's path.</param>
    /// <exception cref="ProfileFormatException">No JSON, an unknown or missing name, a value of the wrong kind.</exception>
    public static SimulationProfile Read(string json, string source)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ProfileJsonContext.Default.SimulationProfile)
                ?? throw new ProfileFormatException($"{source}: is null; expected a JSON object.");
        }
        catch (JsonException error)
        {
            var message = error.Message.Split(" Path: ")[0].Split(" LineNumber: ")[0];
            throw new ProfileFormatException($"{source}({error.LineNumber + 1},{error.BytePositionInLine + 1}): {error.Path}: {message}");
        }
    }
}

/// <summary>Serializer of profiles.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    WriteIndented = true)]
[JsonSerializable(typeof(SimulationProfile))]
internal sealed partial class ProfileJsonContext : JsonSerializerContext;
