using System.Globalization;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.FoldingIn;

namespace PoppyUniverse.Learning.Recommending;

/// <summary>Short true sentences on what an answer rests on: counts of what the user did, never a guess about why.</summary>
internal sealed class Reasons(IRecommender model, TimeSlot? at)
{
    // evening, night …: an hour alone would have too few interactions to say anything
    private const int HoursOfPart = 4;
    private const int FewestPicks = 3;

    private readonly string?[] _ofTypes = new string?[model.Catalog.TypeCount];
    private readonly ChoiceMemory? _memory = model switch { Layer4Model trained => trained.Parameters.Memory, FoldedUser folded => folded.Memory, _ => null };

    /// <summary>For a user whom the model knows; the same one at every call.</summary>
    public string Own(int user, int value)
    {
        var type = model.Catalog.TypeOfValue[value];
        return (_ofTypes[type] ??= OfType(user, type) + OfHour(type)) + OfPlace(user, value);
    }

    /// <summary>For a user of whom nothing is known.</summary>
    public string Prior(int value) => $"unknown user; judged from what others make of it ({model.Statistics.ValueCounts[value]} interactions)";

    private string OfType(int user, int type)
    {
        var place = ((long)user * model.Catalog.TypeCount) + type;
        var (name, count) = (model.Catalog.Types[type], model.Statistics.UserTypeCounts[place]);
        if (count == 0)
            return $"no {name} so far; judged from {model.Statistics.UserCounts[user]} other interaction{(model.Statistics.UserCounts[user] == 1 ? "" : "s")}";
        if (model.Statistics.UserTypeStrengths[place] == 0)
            return $"{count} of {model.Statistics.UserCounts[user]} interactions so far are {name}";
        // in whole tenths, halves upward: whole numbers are formatted faster than floating-point ones
        var (whole, tenths) = Math.DivRem(((20 * model.Statistics.UserTypeStrengths[place]) + count) / (2 * count), 10);
        return string.Create(CultureInfo.InvariantCulture, $"{count} {name} interaction{(count == 1 ? "" : "s")} so far, Strength {whole}.{tenths} on average");
    }

    // What the user did lately at this time of day, when most of it was of this type.
    private string OfHour(int type)
    {
        if (model is not FoldedUser folded || at is not { } slot)
            return "";
        var first = slot.Hour / HoursOfPart * HoursOfPart;
        var picks = folded.NewInteractions.Where(row => row.Slot.Hour >= first && row.Slot.Hour < first + HoursOfPart).ToArray();
        var ofType = picks.Count(row => model.Catalog.TypeOfValue[row.ValueIndex] == type);
        return picks.Length < FewestPicks || 2 * ofType <= picks.Length
            ? ""
            : $"; {ofType} of the {picks.Length} latest from {first:00}:00 to {first + HoursOfPart:00}:00 UTC are {model.Catalog.Types[type]}";
    }

    private string OfPlace(int user, int value)
    {
        if (_memory is null)
            return "";
        var (start, end) = ((int)_memory.Starts[user], (int)_memory.Starts[user + 1]);
        var place = Array.BinarySearch(_memory.Values, start, end - start, value);
        if (place < 0)
            return "";
        var better = 0;
        foreach (var count in _memory.Counts.AsSpan(start, end - start))
            better += count > _memory.Counts[place] ? 1 : 0;
        return better switch
        {
            0 => $"; {model.Catalog.Values[value]} is the one picked most",
            1 => $"; {model.Catalog.Values[value]} is the second most picked",
            2 => $"; {model.Catalog.Values[value]} is the third most picked",
            _ => "",
        };
    }
}
