using PoppyUniverse.Interactions;

namespace PoppyUniverse.Storage.Csv;

/// <summary>How a file is read.</summary>
public sealed record ReadOptions
{
    /// <summary>What to do at a row that cannot be read. Default: stop.</summary>
    public OnError OnError { get; init; } = OnError.Stop;

    /// <summary>
    /// Where skipped rows go; null (default) for FILE.rejected.csv beside the file. It has the file's own columns behind
    /// a first one that tells the reason, so it can be corrected and read again.
    /// </summary>
    public string? RejectPath { get; init; }

    /// <summary>The categories that are allowed; null (default) takes those the file uses.</summary>
    public Catalog? Catalog { get; init; }

    /// <summary>
    /// Whether rows may name any category, in <see cref="Catalog"/> or not, and the file may have no column of types: for
    /// candidates to be scored. Default: no.
    /// </summary>
    public bool AnyCategory { get; init; }

    /// <summary>Whether Strength is left unread, so that anything may stand there. Default: no.</summary>
    public bool IgnoreStrength { get; init; }

    /// <summary>What the columns are called; null (default) goes by the usual names.</summary>
    public ColumnNames? Columns { get; init; }

    /// <summary>The scale of ratings; null (default) expects whole numbers from 1 to 5.</summary>
    public StrengthScale? Scale { get; init; }
}
