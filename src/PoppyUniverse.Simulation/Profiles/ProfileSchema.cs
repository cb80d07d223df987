using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;

namespace PoppyUniverse.Simulation;

/// <summary>The JSON schema of profiles, for editors: names, types, ranges, defaults, and what each knob does.</summary>
public static class ProfileSchema
{
    /// <summary>The schema as indented JSON.</summary>
    public static string Write()
    {
        var schema = (JsonObject)JsonSchemaExporter.GetJsonSchemaAsNode(ProfileJsonContext.Default.SimulationProfile);
        schema["type"] = "object";
        foreach (var knob in ProfileKnob.All)
        {
            var node = Property(schema, knob.Path);
            node["minimum"] = knob.Low;
            node["maximum"] = knob.High;
            node["default"] = knob.Of(BuiltInProfiles.Stargazers);
            node["description"] = knob.Effect;
        }

        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "Poppy Universe simulation profile");
        return schema.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }

    private static JsonObject Property(JsonObject schema, string path)
    {
        var node = schema;
        foreach (var name in path.Split('.'))
            node = (JsonObject)node["properties"]![name]!;
        return node;
    }
}
