using System.Text.Json;

namespace PoppyUniverse.Web.Endpoints;

/// <summary>What somebody sent, short enough for a message.</summary>
internal static class JsonText
{
    private const int MostCharacters = 60;

    /// <summary>A JSON value as it was sent, "an object" or "a list".</summary>
    public static string Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        _ => Cut(element.GetRawText()),
    };

    /// <summary>The first 60 characters.</summary>
    public static string Cut(string text) => text.Length <= MostCharacters ? text : text[..MostCharacters] + "…";
}
