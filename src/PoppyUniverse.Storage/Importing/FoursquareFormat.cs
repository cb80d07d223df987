using System.Globalization;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Storage.Importing;

/// <summary>
/// Check-ins of the Foursquare data set: user, venue, category id, category, latitude, longitude, offset of the local clock
/// from UTC in minutes, UTC time. The category is the value; there is no Strength.
/// </summary>
internal sealed class FoursquareFormat(ImportOptions options) : ILineFormat
{
    private const int FieldCount = 8;
    private const int Category = 3;
    private const int Offset = 6;
    private const int Time = 7;
    private const int MostOffsetMinutes = 14 * 60; // UTC+14, the easternmost clock
    private const long MicrosecondsPerMinute = 60_000_000;

    private readonly VenueTypes _types = new(options.TypesFile);

    /// <inheritdoc/>
    public IReadOnlyList<string> Notes => _types.Notes;

    /// <inheritdoc/>
    public bool IsHeader(string firstLine) => Split(firstLine) is { Count: FieldCount } fields && !CheckinTime.TryParse(fields[Time], out _) && !int.TryParse(fields[Offset], out _);

    /// <inheritdoc/>
    public LineFault? Parse(string line, out ImportedRow row)
    {
        row = default;
        var fields = Split(line);
        if (fields.Require(FieldCount) is { } count)
            return count;
        if (fields[0].Length == 0)
            return fields.Wrong(0, "User", "an id");
        if (fields[Category].Trim().Length == 0)
            return fields.Wrong(Category, "Venue category", "a name");
        if (!int.TryParse(fields[Offset], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var minutes) || Math.Abs(minutes) > MostOffsetMinutes)
            return fields.Wrong(Offset, "Time zone offset", $"minutes from -{MostOffsetMinutes} to {MostOffsetMinutes}");
        if (!CheckinTime.TryParse(fields[Time], out var time))
            return fields.Wrong(Time, "Time", CheckinTime.Expected);
        var category = fields[Category].Trim();
        row = new(fields[0], _types.Of(category), category, Interaction.MissingStrength, options.LocalTime ? time + (minutes * MicrosecondsPerMinute) : time);
        return null;
    }

    private static Fields Split(string line) => line.Contains('\t', StringComparison.Ordinal) ? new(line, "\t") : new(line, ',');
}
