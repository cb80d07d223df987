using PoppyUniverse.Interactions;
using PoppyUniverse.Storage.Parquet;

namespace PoppyUniverse.Storage.Csv;

/// <summary>Reads a whole file into a log: CSV, compressed or not, or Parquet.</summary>
public static class InteractionReader
{
    private const int RowsPerReport = 1 << 14;

    /// <summary>Reads a file; see docs/formats.md for what it may look like.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">How to read it.</param>
    /// <param name="progress">Told every 16,384 rows.</param>
    /// <param name="cancellation">Stops between rows.</param>
    /// <exception cref="DataFormatException">The file or a row cannot be read; one line with the place.</exception>
    public static ReadResult Read(
        string path, ReadOptions? options = null, IProgress<ReadProgress>? progress = null, CancellationToken cancellation = default)
    {
        options ??= new();
        if (File.Exists(path) && FileMagic.IsParquet(path))
            return ParquetInteractionReader.Read(path, options, progress, cancellation);
        using var rows = InteractionRowReader.Open(path, options);
        var builder = new InteractionLogBuilder(options.Catalog);
        while (rows.Read())
        {
            builder.Add(rows.User, rows.Type, rows.Value, rows.Strength, rows.UnixMicroseconds);
            if (builder.Count % RowsPerReport == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(new(rows.ByteOffset, rows.ByteCount, builder.Count));
            }
        }

        if (builder.Count == 0)
            throw new DataFormatException(path, 0, 0, rows.SkippedCount == 0
                ? "has a header but no rows; expected at least one interaction."
                : $"has no row that can be read; all {rows.SkippedCount:N0} are in {rows.RejectPath}.");
        progress?.Report(new(rows.ByteCount, rows.ByteCount, builder.Count));
        return new(builder.Build(), rows.SkippedCount, rows.SkippedCount > 0 ? rows.RejectPath : null, rows.FirstProblems);
    }
}
