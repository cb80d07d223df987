using PoppyUniverse.Storage.Csv;

namespace PoppyUniverse.Storage.Importing;

/// <summary>How a foreign log is read.</summary>
public sealed record ImportOptions
{
    /// <summary>Where it comes from.</summary>
    public required ImportFormat Format { get; init; }

    /// <summary>What columns are called; of <see cref="ImportFormat.Csv"/> only. Default: the usual names.</summary>
    public ColumnNames Columns { get; init; } = ColumnNames.Usual;

    /// <summary>The scale of ratings; null (default) expects whole numbers from 1 to 5.</summary>
    public StrengthScale? Scale { get; init; }

    /// <summary>
    /// Whether times are those of the clock at the place, so that hour and day are what people there saw; of
    /// <see cref="ImportFormat.FoursquareTsmc"/> only. Default: UTC.
    /// </summary>
    public bool LocalTime { get; init; }

    /// <summary>CSV file of venue categories and their types, of <see cref="ImportFormat.FoursquareTsmc"/> only; null (default): all are of one type, "Venue".</summary>
    public string? TypesFile { get; init; }

    /// <summary>What to do at a row that cannot be read. Default: stop.</summary>
    public OnError OnError { get; init; } = OnError.Stop;

    /// <summary>Where skipped rows go.</summary>
    public required string RejectPath { get; init; }
}
