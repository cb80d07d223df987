using System.IO.Compression;
using PoppyUniverse.Storage.Parquet;

namespace PoppyUniverse.Storage.Csv;

/// <summary>Recognizes files by their first bytes.</summary>
internal static class FileMagic
{
    /// <summary>Whether a file is a Parquet file.</summary>
    public static bool IsParquet(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            Span<byte> start = stackalloc byte[4];
            return stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual("PAR1"u8);
        }
        catch (UnauthorizedAccessException)
        {
            return false; // whoever opens it to read it says so
        }
    }

    /// <summary>
    /// The text of a file, decompressed when it is a gzip or Zstandard archive. Refuses a file of another known format,
    /// or an empty one.
    /// </summary>
    public static Stream Text(string path, FileStream stream)
    {
        if (stream.Length == 0)
            throw new DataFormatException(path, 0, 0, "is empty; expected a header and rows.");
        Span<byte> start = stackalloc byte[4];
        var length = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        switch (start[..length])
        {
            case [0x1F, 0x8B, ..]:
                return new GZipStream(stream, CompressionMode.Decompress);
            case [0x28, 0xB5, 0x2F, 0xFD, ..]:
                return new ZstdSharp.DecompressionStream(stream);
        }

        var found = start[..length] switch
        {
            [(byte)'P', (byte)'K', 3, 4, ..] => "a ZIP archive (or a spreadsheet)",
            [(byte)'P', (byte)'A', (byte)'R', (byte)'1', ..] => "a Parquet file",
            [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "a PNG picture",
            _ => null,
        };
        if (found is null)
            return stream;
        if (IsParquet(path))
            ParquetInteractionReader.RefuseTruth(path);
        throw new DataFormatException(path, 0, 0, $"is {found}; expected CSV.");
    }
}
