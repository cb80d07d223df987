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
        var builder = new InteractionLogBuilder(options.Catalog);
        var (skipped, rejects, problems) = ReadInto(builder, path, options, (null, progress), cancellation);
        return new(builder.Build(), skipped, rejects, problems);
    }

    /// <summary>Reads a file row by row, in constant memory; of Parquet, the row groups that are wanted.</summary>
    internal static (long Skipped, string? RejectPath, IReadOnlyList<string> FirstProblems) ReadInto(
        IInteractionSink sink, string path, ReadOptions options, (RowGroupChoice? Groups, IProgress<ReadProgress>? Progress) run, CancellationToken cancellation)
    {
        if (File.Exists(path) && FileMagic.IsParquet(path))
        {
            ParquetInteractionReader.ReadInto(sink, path, options, run, cancellation);
            return (0, null, []);
        }

        using var rows = InteractionRowReader.Open(path, options);
        while (rows.Read())
        {
            sink.Add(rows.User, rows.Type, rows.Value, rows.Strength, rows.UnixMicroseconds);
            if (rows.RowCount % RowsPerReport == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                run.Progress?.Report(new(rows.ByteOffset, rows.ByteCount, rows.RowCount));
            }
        }

        if (rows.RowCount == 0)
            throw new DataFormatException(path, 0, 0, rows.SkippedCount == 0
                ? "has a header but no rows; expected at least one interaction."
                : $"has no row that can be read; all {rows.SkippedCount:N0} are in {rows.RejectPath}.");
        run.Progress?.Report(new(rows.ByteCount, rows.ByteCount, rows.RowCount));
        return (rows.SkippedCount, rows.SkippedCount > 0 ? rows.RejectPath : null, rows.FirstProblems);
    }
}
