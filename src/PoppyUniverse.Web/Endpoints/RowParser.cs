using System.Globalization;
using System.Text.Json;
using PoppyUniverse.Interactions;
using PoppyUniverse.Storage.Stores;
using PoppyUniverse.Web.Contracts;

namespace PoppyUniverse.Web.Endpoints;

/// <summary>
/// Reads the rows of a batch one by one and says of each what is wrong with it, which a deserializer that stops at the first
/// mistake could not.
/// </summary>
/// <param name="catalog">The categories there are.</param>
/// <param name="now">Later rows than a day after this are refused.</param>
internal sealed class RowParser(Catalog catalog, DateTimeOffset now)
{
    /// <summary>The most problems that are told.</summary>
    public const int MostProblems = 100;

    private const int MostKeyCharacters = 200;
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(1);
    private static readonly string[] Fields = ["key", "user", "type", "value", "strength", "timestamp"];

    private readonly List<BadRow> _problems = [];
    private int _index;

    /// <summary>What is wrong, the first <see cref="MostProblems"/>.</summary>
    public IReadOnlyList<BadRow> Problems => _problems;

    /// <summary>Rows that are wrong.</summary>
    public int BadRows { get; private set; }

    /// <summary>Reads all rows; those that are wrong are missing.</summary>
    public List<NewInteraction> Parse(JsonElement array)
    {
        var rows = new List<NewInteraction>(array.GetArrayLength());
        foreach (var element in array.EnumerateArray())
        {
            var problems = _problems.Count;
            if (Readable(element) is { } row)
                rows.Add(row);
            else
                BadRows++;
            if (_problems.Count > MostProblems)
                _problems.RemoveRange(Math.Max(MostProblems, problems), _problems.Count - Math.Max(MostProblems, problems));
            _index++;
        }

        return rows;
    }

    private NewInteraction? Readable(JsonElement element)
    {
        try
        {
            return Row(element);
        }
        catch (InvalidOperationException)
        {
            // how the JSON reader tells of halves of surrogate pairs, in names as well
            return Wrong(null, "holds characters that are no text.");
        }
    }

    private NewInteraction? Row(JsonElement row)
    {
        if (row.ValueKind != JsonValueKind.Object)
            return Wrong(null, $"is {NameOf(row)}; expected an object with user, type, value, timestamp, and as you like strength and key.");
        var (user, type, value) = (User(row), Text(row, "type"), Text(row, "value"));
        var (key, strength, time) = (Key(row), Strength(row), Time(row));
        foreach (var property in row.EnumerateObject())
        {
            if (!Fields.Contains(property.Name))
                Wrong(property.Name, $"is no field of an interaction; expected {string.Join(", ", Fields)}.");
        }

        if (type is not null && value is not null && catalog.IndexOf(type, value) < 0)
            Wrong("value", catalog.IndexOfType(type) < 0 ? $"the model has no type \"{Cut(type)}\"." : $"the model has no value \"{Cut(value)}\" of type \"{Cut(type)}\".");
        return _problems.Count > 0 && _problems[^1].Index == _index ? null : new(key, user!, type!, value!, strength, time);
    }

    private string? User(JsonElement row)
    {
        if (!row.TryGetProperty("user", out var user))
            return Missing("user");
        var id = user.ValueKind switch
        {
            JsonValueKind.String => user.GetString(),
            JsonValueKind.Number when user.TryGetInt64(out var number) && number >= 0 => number.ToString(CultureInfo.InvariantCulture),
            _ => null,
        };
        if (id is null)
            return Text("user", $"is {NameOf(user)}; expected a text or a non-negative whole number.");
        return UserIds.ProblemOf(id) is { } problem ? Text("user", problem) : id;
    }

    private string? Key(JsonElement row)
    {
        if (!row.TryGetProperty("key", out var key) || key.ValueKind == JsonValueKind.Null)
            return null;
        return key.ValueKind == JsonValueKind.String && key.GetString() is { Length: > 0 and <= MostKeyCharacters } text
            ? text
            : Text("key", $"is {NameOf(key)}; expected a text of 1 to {MostKeyCharacters} characters.");
    }

    private string? Text(JsonElement row, string field) =>
        !row.TryGetProperty(field, out var element) ? Missing(field)
        : element.ValueKind == JsonValueKind.String && element.GetString() is { Length: > 0 } text ? text
        : Text(field, $"is {NameOf(element)}; expected a text.");

    private byte Strength(JsonElement row)
    {
        if (!row.TryGetProperty("strength", out var element) || element.ValueKind == JsonValueKind.Null)
            return Interaction.MissingStrength;
        if (element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var strength) && strength is >= Interaction.WeakestStrength and <= Interaction.StrongestStrength)
            return (byte)strength;
        Wrong("strength", $"is {NameOf(element)}; expected a whole number from 1 to 5, or none.");
        return 0;
    }

    private long Time(JsonElement row)
    {
        if (!row.TryGetProperty("timestamp", out var element))
            Missing("timestamp");
        else if (element.ValueKind != JsonValueKind.String || element.GetString() is not { } text || !Moments.TryParse(text, out var moment))
            Wrong("timestamp", $"is {NameOf(element)}; expected {Moments.Expected}.");
        else if (moment > now + Ahead)
            Wrong("timestamp", $"is {NameOf(element)}, more than a day ahead of this server's clock.");
        else
            return Timestamp.ToUnixMicroseconds(moment);
        return 0;
    }

    private string? Missing(string field) => Text(field, "is missing.");

    private string? Text(string field, string problem)
    {
        Wrong(field, problem);
        return null;
    }

    private NewInteraction? Wrong(string? field, string problem)
    {
        _problems.Add(new(_index, field, problem));
        return null;
    }

    private static string NameOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        _ => Cut(element.GetRawText()),
    };

    private static string Cut(string text) => text.Length <= 60 ? text : text[..60] + "…";
}
