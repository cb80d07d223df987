namespace PoppyUniverse.Storage.Csv;

/// <summary>What to do at a row that cannot be read.</summary>
public enum OnError
{
    /// <summary>Stop with a <see cref="DataFormatException"/>.</summary>
    Stop,

    /// <summary>Leave the row out, keep it in the reject file, and count it.</summary>
    Skip,
}
