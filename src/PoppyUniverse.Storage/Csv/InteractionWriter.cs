using PoppyUniverse.Interactions;

namespace PoppyUniverse.Storage.Csv;

/// <summary>Writes a log as CSV; what <see cref="InteractionReader"/> reads back is the same log.</summary>
public static class InteractionWriter
{
    private const int BufferBytes = 1 << 16;

    /// <summary>Writes a log; Interaction_ID counts its rows from 1. The file is whole or not there.</summary>
    public static void Write(InteractionLog log, string path) => AtomicFile.Write(path, file => Write(log, file));

    /// <summary>Writes a log to a stream.</summary>
    public static void Write(InteractionLog log, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(stream);
        var formatter = CsvRowFormatter.For(log);
        var buffer = new byte[Math.Max(BufferBytes, formatter.MostBytesPerRow)];
        stream.Write(CsvRowFormatter.Header);
        var length = 0;
        foreach (var row in log.Rows())
        {
            if (length + formatter.MostBytesPerRow > buffer.Length)
            {
                stream.Write(buffer, 0, length);
                length = 0;
            }

            length += formatter.Format(row + 1, log[row], buffer.AsSpan(length));
        }

        stream.Write(buffer, 0, length);
    }
}
