using System.Text.Json;

namespace PoppyUniverse.Web.Endpoints;

/// <summary>The fields of a row, found in one pass over it; of a field that is there twice the last one counts.</summary>
internal struct RowFields
{
    private static readonly string[] Names = ["key", "user", "type", "value", "strength", "timestamp"];

    /// <summary>The names of the fields, for messages.</summary>
    public static string Known { get; } = string.Join(", ", Names);

    /// <summary>Undefined where the row has none; so are the others.</summary>
    public JsonElement Key;

    public JsonElement User;

    public JsonElement Type;

    public JsonElement Value;

    public JsonElement Strength;

    public JsonElement Timestamp;

    /// <summary>Names that are no fields of a row; null for none.</summary>
    public List<string>? Others;

    /// <summary>The fields of an object.</summary>
    /// <exception cref="InvalidOperationException">A name holds half of a surrogate pair.</exception>
    public static RowFields Of(JsonElement row)
    {
        var found = default(RowFields);
        foreach (var property in row.EnumerateObject())
            found.Take(property);
        return found;
    }

    private void Take(JsonProperty property)
    {
        if (property.NameEquals("user"u8))
            User = property.Value;
        else if (property.NameEquals("type"u8))
            Type = property.Value;
        else if (property.NameEquals("value"u8))
            Value = property.Value;
        else if (property.NameEquals("strength"u8))
            Strength = property.Value;
        else if (property.NameEquals("timestamp"u8))
            Timestamp = property.Value;
        else if (property.NameEquals("key"u8))
            Key = property.Value;
        else
            (Others ??= []).Add(property.Name);
    }
}
