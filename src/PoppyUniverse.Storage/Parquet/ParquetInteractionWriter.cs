using ParquetSharp;
using ParquetSharp.IO;
using InteractionLog = PoppyUniverse.Interactions.InteractionLog;
using Interaction = PoppyUniverse.Interactions.Interaction;
using Timestamp = PoppyUniverse.Interactions.Timestamp;

namespace PoppyUniverse.Storage.Parquet;

/// <summary>
/// Writes a log as Parquet: the columns of CSV, ids as 64-bit integers or text, Strength empty where there is none, times in
/// UTC microseconds, Zstandard.
/// </summary>
internal static class ParquetInteractionWriter
{
    private const int GroupRows = 1 << 18;

    /// <summary>Writes all rows.</summary>
    public static void Write(InteractionLog log, Stream output)
    {
        using var time = LogicalType.Timestamp(isAdjustedToUtc: true, TimeUnit.Micros);
        ParquetSharp.Column[] columns =
        [
            new Column<long>(ParquetColumns.InteractionId), log.Users.AreIntegers ? new Column<long>("User_ID") : new Column<string>("User_ID"),
            new Column<string>("Category_Type"), new Column<string>("Category_Value"), new Column<int?>("Strength"), new Column<DateTime>(ParquetColumns.Timestamp, time),
        ];
        using var builder = new WriterPropertiesBuilder();
        using var properties = builder.Compression(Compression.Zstd).CompressionLevel(1)
            .DisableDictionary(ParquetColumns.InteractionId).DisableDictionary(ParquetColumns.Timestamp).CreatedBy("poppy").Build();
        using var stream = new ManagedOutputStream(output, leaveOpen: true);
        using var file = new ParquetFileWriter(stream, columns, properties);
        for (long first = 0; first < log.Count; first += GroupRows)
            WriteGroup(file, log, first, (int)Math.Min(GroupRows, log.Count - first));
        file.Close();
    }

    private static void WriteGroup(ParquetFileWriter file, InteractionLog log, long first, int count)
    {
        var catalog = log.Catalog;
        using var group = file.AppendRowGroup();
        Cells(row => row + 1);
        if (log.Users.AreIntegers)
            Cells(row => log.Users.IntegerAt(log.UserIndices[row]));
        else
            Cells(row => log.Users[log.UserIndices[row]]);
        Cells(row => catalog.Types[catalog.TypeOfValue[log.ValueIndices[row]]]);
        Cells(row => catalog.Values[log.ValueIndices[row]]);
        Cells(row => log.Strengths[row] is var strength and not Interaction.MissingStrength ? strength : (int?)null);
        Cells(row => Timestamp.FromUnixMicroseconds(log.UnixMicroseconds[row]).UtcDateTime);

        void Cells<T>(Func<long, T> cell)
        {
            var cells = new T[count];
            for (var i = 0; i < count; i++)
                cells[i] = cell(first + i);
            using var column = group.NextColumn().LogicalWriter<T>();
            column.WriteBatch(cells);
        }
    }
}
