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

    /// <summary>How far ahead of the server's clock a row may be.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromDays(1);

    private const int MostKeyCharacters = 200;

    private readonly DateTimeOffset _latest = now + Ahead;
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
            return Wrong(null, $"is {JsonText.Of(row)}; expected an object with user, type, value, timestamp, and as you like strength and key.");
        var fields = RowFields.Of(row);
        var (user, type, value) = (User(fields.User), Text(fields.Type, "type"), Text(fields.Value, "value"));
        var (key, strength, time) = (Key(fields.Key), Strength(fields.Strength), Time(fields.Timestamp));
        foreach (var name in fields.Others ?? [])
            Wrong(name, $"is no field of an interaction; expected {RowFields.Known}.");
        var index = type is null || value is null ? -1 : catalog.IndexOf(type, value);
        if (index < 0 && type is not null && value is not null)
            Wrong("value", catalog.IndexOfType(type) < 0 ? $"the model has no type \"{JsonText.Cut(type)}\"." : $"the model has no value \"{JsonText.Cut(value)}\" of type \"{JsonText.Cut(type)}\".");
        // the catalog's own texts, so that a row that is kept holds none of its request
        return _problems.Count > 0 && _problems[^1].Index == _index ? null : new(key, user!, catalog.Types[catalog.TypeOfValue[index]], catalog.Values[index], strength, time);
    }

    private string? User(JsonElement user)
    {
        if (user.ValueKind == JsonValueKind.Undefined)
            return Missing("user");
        var id = user.ValueKind switch
        {
            JsonValueKind.String => user.GetString(),
            JsonValueKind.Number when user.TryGetInt64(out var number) && number >= 0 => number.ToString(CultureInfo.InvariantCulture),
            _ => null,
        };
        if (id is null)
            return Refused("user", $"is {JsonText.Of(user)}; expected a text or a non-negative whole number.");
        return UserIds.ProblemOf(id) is { } problem ? Refused("user", problem) : id;
    }

    private string? Key(JsonElement key)
    {
        if (key.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return null;
        return key.ValueKind == JsonValueKind.String && key.GetString() is { Length: > 0 and <= MostKeyCharacters } text
            ? text
            : Refused("key", $"is {JsonText.Of(key)}; expected a text of 1 to {MostKeyCharacters} characters.");
    }

    private string? Text(JsonElement element, string field) =>
        element.ValueKind == JsonValueKind.Undefined ? Missing(field)
        : element.ValueKind == JsonValueKind.String && element.GetString() is { Length: > 0 } text ? text
        : Refused(field, $"is {JsonText.Of(element)}; expected a text.");

    private byte Strength(JsonElement element)
    {
        if (element.ValueKind is JsonValueKind.Undefined or JsonValueKind.Null)
            return Interaction.MissingStrength;
        if (element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var strength) && strength is >= Interaction.WeakestStrength and <= Interaction.StrongestStrength)
            return (byte)strength;
        Wrong("strength", $"is {JsonText.Of(element)}; expected a whole number from 1 to 5, or none.");
        return 0;
    }

    private long Time(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.Undefined)
            Missing("timestamp");
        else if (element.ValueKind != JsonValueKind.String || element.GetString() is not { } text || !Moments.TryParse(text, out var moment))
            Wrong("timestamp", $"is {JsonText.Of(element)}; expected {Moments.Expected}.");
        else if (moment > _latest)
            Wrong("timestamp", $"is {JsonText.Of(element)}, more than a day ahead of this server's clock.");
        else
            return Timestamp.ToUnixMicroseconds(moment);
        return 0;
    }

    private string? Missing(string field) => Refused(field, "is missing.");

    private string? Refused(string field, string problem)
    {
        Wrong(field, problem);
        return null;
    }

    private NewInteraction? Wrong(string? field, string problem)
    {
        _problems.Add(new(_index, field, problem));
        return null;
    }
}
