namespace PoppyUniverse.Storage.Csv;

/// <summary>Recognizes files that are no CSV by their first bytes.</summary>
internal static class FileMagic
{
    /// <summary>Refuses a file of another known format, or an empty one; leaves the stream at its start.</summary>
    public static void Refuse(string path, FileStream stream)
    {
        if (stream.Length == 0)
            throw new DataFormatException(path, 0, 0, "is empty; expected a header and rows.");
        Span<byte> start = stackalloc byte[4];
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        var found = start[..length] switch
        {
            [0x1F, 0x8B, ..] => "a gzip archive",
            [0x28, 0xB5, 0x2F, 0xFD, ..] => "a Zstandard archive",
            [(byte)'P', (byte)'K', 3, 4, ..] => "a ZIP archive (or a spreadsheet)",
            [(byte)'P', (byte)'A', (byte)'R', (byte)'1', ..] => "a Parquet file",
            [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "a PNG picture",
            _ => null,
        };
        if (found is not null)
            throw new DataFormatException(path, 0, 0, $"is {found}; expected CSV.");
    }
}
