using PoppyUniverse.Interactions;
using PoppyUniverse.Storage.Csv;

namespace PoppyUniverse.Storage.Importing;

/// <summary>Reads logs of other people's making as interactions; docs/formats.md says what becomes of each column.</summary>
public static class Importer
{
    private const int RowsPerReport = 1 << 14;

    /// <summary>Reads a foreign log.</summary>
    /// <param name="source">The file, or the folder that holds it.</param>
    /// <param name="options">What it is and how to read it.</param>
    /// <param name="progress">Told every 16,384 rows.</param>
    /// <param name="cancellation">Stops between rows.</param>
    /// <exception cref="DataFormatException">A file or a row cannot be read; one line with the place.</exception>
    public static ImportResult Read(string source, ImportOptions options, IProgress<ReadProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Format == ImportFormat.Csv)
        {
            var how = new ReadOptions { OnError = options.OnError, RejectPath = options.RejectPath, Columns = options.Columns, Scale = options.Scale };
            return new(InteractionReader.Read(source, how, progress, cancellation), []);
        }

        var path = options.Format switch
        {
            ImportFormat.MovieLens100k => Find(source, "u.data", "u.item"),
            ImportFormat.MovieLens1m => Find(source, "ratings.dat", "movies.dat"),
            _ => source,
        };
        ILineFormat format = options.Format switch
        {
            ImportFormat.MovieLens100k => MovieLensFormat.Of100k(path, options.Scale),
            ImportFormat.MovieLens1m => MovieLensFormat.Of1m(path, options.Scale),
            _ => new FoursquareFormat(options),
        };
        return ReadLines(path, format, options, progress, cancellation);
    }

    private static ImportResult ReadLines(string path, ILineFormat format, ImportOptions options, IProgress<ReadProgress>? progress, CancellationToken cancellation)
    {
        using var lines = new TextLines(path);
        using var rejects = new RejectWriter(options.RejectPath, ["Row"], ',');
        var builder = new InteractionLogBuilder();
        while (lines.Next() is { } line)
        {
            if (lines.Number == 1 && format.IsHeader(line))
                continue;
            if (format.Parse(line, out var row) is { } fault)
                Reject(new(path, lines.Number, fault.Column, fault.Problem), line);
            else
                builder.Add(row.User, row.Type, row.Value, row.Strength, row.UnixMicroseconds);
            if (lines.Number % RowsPerReport == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(new(lines.ByteOffset, lines.ByteCount, builder.Count));
            }
        }

        if (builder.Count == 0)
            throw new DataFormatException(path, 0, 0, rejects.Count == 0 ? "has no rows; expected at least one interaction." : $"has no row that can be read; all {rejects.Count:N0} are in {rejects.Path}.");
        progress?.Report(new(lines.ByteCount, lines.ByteCount, builder.Count));
        return new(new(builder.Build(), rejects.Count, rejects.Count > 0 ? rejects.Path : null, rejects.FirstProblems), format.Notes);

        void Reject(DataFormatException fault, string line)
        {
            if (options.OnError == OnError.Stop)
                throw fault;
            rejects.Add(fault.Message, System.Text.Encoding.UTF8.GetBytes(CsvText.Quote(line)));
        }
    }

    // The file of ratings: itself, or in a folder, beside the file of films.
    private static string Find(string source, string ratings, string films)
    {
        var path = Directory.Exists(source) ? Path.Combine(source, ratings) : source;
        foreach (var needed in (string[])[path, Path.Combine(Path.GetDirectoryName(path) ?? "", films)])
        {
            if (!File.Exists(needed))
                throw new DataFormatException(source, 0, 0, $"has no {Path.GetFileName(needed)}{(Directory.Exists(source) ? "" : " beside it")}; expected the folder, or {ratings} with {films} beside it.");
        }

        return path;
    }
}
