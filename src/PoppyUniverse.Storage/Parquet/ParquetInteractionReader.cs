using System.Globalization;
using ParquetSharp;
using PoppyUniverse.Interactions;
using PoppyUniverse.Storage.Csv;
using Interaction = PoppyUniverse.Interactions.Interaction;

namespace PoppyUniverse.Storage.Parquet;

/// <summary>Reads interactions from a Parquet file: the columns of CSV under the same names, integers or text as ids.</summary>
internal static class ParquetInteractionReader
{
    /// <summary>Reads all rows, or those of the row groups that are wanted.</summary>
    /// <exception cref="DataFormatException">Not such a file, or a truth file; names the row.</exception>
    public static void ReadInto(
        IInteractionSink sink, string path, ReadOptions options, (RowGroupChoice? Groups, IProgress<ReadProgress>? Progress) run, CancellationToken cancellation)
    {
        try
        {
            using var file = ParquetFiles.Open(path);
            RefuseTruth(path, file);
            var names = Enumerable.Range(0, file.FileMetaData.Schema.NumColumns).Select(c => file.FileMetaData.Schema.Column(c).Name).ToList();
            var columns = new ColumnMap(path, names, options);
            var first = 0L;
            for (var g = 0; g < file.FileMetaData.NumRowGroups; g++)
            {
                using var group = file.RowGroup(g);
                if (run.Groups is null || run.Groups(g, file.FileMetaData.NumRowGroups, UsersOf(group, columns[InteractionColumn.User])))
                    ReadGroup((path, first), group, (columns, options), sink);
                first += group.MetaData.NumRows;
                cancellation.ThrowIfCancellationRequested();
                run.Progress?.Report(new(first, file.FileMetaData.NumRows, first));
            }

            if (first == 0)
                throw new DataFormatException(path, 0, 0, "has no rows; expected at least one interaction.");
        }
        catch (Exception error) when (error is ParquetException or InvalidDataException)
        {
            throw ParquetFailures.OfReading(path, error);
        }
    }

    /// <summary>Refuses a truth file; any other is left to the caller.</summary>
    public static void RefuseTruth(string path)
    {
        using var file = ParquetFiles.Open(path);
        RefuseTruth(path, file);
    }

    private static void RefuseTruth(string path, ParquetFileReader file)
    {
        if (file.FileMetaData.KeyValueMetadata.TryGetValue(TruthColumns.KindKey, out var kind) && kind == TruthColumns.Kind)
            throw new DataFormatException(path, 0, 0, "is a truth file, which no model may see; expected a log of interactions.");
    }

    // The smallest and the greatest user id of a row group, where they are integers and the file's writer noted them.
    private static (long Least, long Most)? UsersOf(RowGroupReader group, int column)
    {
        using var chunk = group.MetaData.GetColumnChunkMetaData(column);
        using var statistics = chunk.Statistics;
        return statistics is Statistics<long> { HasMinMax: true } ids ? (ids.Min, ids.Max) : null;
    }

    private static void ReadGroup((string Path, long FirstRow) place, RowGroupReader group, (ColumnMap Columns, ReadOptions Options) how, IInteractionSink sink)
    {
        var (columns, options) = how;
        var (catalog, names) = (options.Catalog, options.Columns ?? ColumnNames.Usual);
        var count = checked((int)group.MetaData.NumRows);
        var (users, types, values) = (Column(InteractionColumn.User), Column(InteractionColumn.Type), Column(InteractionColumn.Value));
        var strengths = columns[InteractionColumn.Strength] == ColumnMap.Missing ? null : ParquetCells.Of(group, columns[InteractionColumn.Strength]);
        Array times = columns[InteractionColumn.Time] == ColumnMap.Missing ? Column(InteractionColumn.Time) : ParquetCells.Of(group, columns[InteractionColumn.Time]);
        for (var i = 0; i < count; i++)
        {
            var (user, type, value) = (users[i], types[i], values[i]);
            if (string.IsNullOrEmpty(user) || string.IsNullOrEmpty(type) || string.IsNullOrEmpty(value))
                throw Fault("a user, a type or a value is missing");
            if (catalog is not null && catalog.IndexOf(type, value) < 0)
                throw Fault($"{type} {value} is not in the model's catalog");
            sink.Add(user, type, value, Strength(strengths?.GetValue(i)), Time(times.GetValue(i)));

            DataFormatException Fault(string problem) =>
                new(place.Path, 0, 0, FormattableString.Invariant($"row {place.FirstRow + i + 1}: {problem}."));

            byte Strength(object? cell) => cell switch
            {
                null => Interaction.MissingStrength,
                IConvertible number when Ratings.StrengthOf(number.ToDouble(CultureInfo.InvariantCulture), options.Scale) is var strength and not Interaction.MissingStrength => strength,
                _ => throw Fault($"Strength is {cell}; expected {Ratings.Expected(options.Scale)}"),
            };

            long Time(object? cell) => ParquetCells.TryTime(cell, out var time)
                ? time
                : throw Fault($"Timestamp is {cell}; expected a timestamp column, {TimestampParser.Expected}");
        }

        // a column of the file, or the constant that stands for it
        string?[] Column(int column) => columns[column] == ColumnMap.Missing
            ? [.. Enumerable.Repeat(names.ConstantOf(column), count)]
            : ParquetCells.Texts(group, columns[column]);
    }
}
