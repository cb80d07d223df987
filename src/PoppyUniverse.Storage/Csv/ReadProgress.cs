namespace PoppyUniverse.Storage.Csv;

/// <summary>How far a file is read.</summary>
/// <param name="Bytes">Bytes read so far.</param>
/// <param name="ByteCount">Bytes of the file.</param>
/// <param name="Rows">Rows read so far.</param>
public readonly record struct ReadProgress(long Bytes, long ByteCount, long Rows);
