namespace PoppyUniverse.Storage.Importing;

/// <summary>A format with one interaction a line.</summary>
internal interface ILineFormat
{
    /// <summary>Whether a line is a header.</summary>
    bool IsHeader(string firstLine);

    /// <summary>Parses a line; a fault when it is no interaction.</summary>
    LineFault? Parse(string line, out ImportedRow row);

    /// <summary>Doubts about the whole, for the person who imports.</summary>
    IReadOnlyList<string> Notes { get; }
}
