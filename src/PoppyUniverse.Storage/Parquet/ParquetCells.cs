using System.Globalization;
using ParquetSharp;
using PoppyUniverse.Storage.Csv;
using Timestamp = PoppyUniverse.Interactions.Timestamp;

namespace PoppyUniverse.Storage.Parquet;

/// <summary>Columns of a row group, whatever their type.</summary>
internal static class ParquetCells
{
    private const int BatchRows = 1 << 14;

    /// <summary>All cells of a column.</summary>
    public static Array Of(RowGroupReader group, int column)
    {
        using var reader = group.Column(column).LogicalReader(BatchRows);
        return reader.Apply(new ToArray(checked((int)group.MetaData.NumRows)));
    }

    /// <summary>All cells of a column as text.</summary>
    public static string?[] Texts(RowGroupReader group, int column)
    {
        var cells = Of(group, column);
        return cells as string?[] ?? [.. cells.Cast<object?>().Select(cell => Convert.ToString(cell, CultureInfo.InvariantCulture))];
    }

    /// <summary>A cell as a moment; false when it is none.</summary>
    public static bool TryTime(object? cell, out long unixMicroseconds)
    {
        switch (cell)
        {
            case DateTime time:
                unixMicroseconds = Timestamp.ToUnixMicroseconds(new(DateTime.SpecifyKind(time, DateTimeKind.Utc)));
                return true;
            case DateTimeNanos time:
                unixMicroseconds = Timestamp.ToUnixMicroseconds(new(DateTime.SpecifyKind(time.DateTime, DateTimeKind.Utc)));
                return true;
            default:
                unixMicroseconds = 0;
                return cell is not null && TimestampParser.TryParse(System.Text.Encoding.UTF8.GetBytes(Convert.ToString(cell, CultureInfo.InvariantCulture)!), out unixMicroseconds);
        }
    }

    /// <summary>All cells of a column of known type.</summary>
    /// <exception cref="InvalidDataException">A time is none, as in a damaged file.</exception>
    public static TElement[] All<TElement>(LogicalColumnReader<TElement> column, int count)
    {
        try
        {
            return column.ReadAll(count);
        }
        catch (ArgumentOutOfRangeException error)
        {
            // the library makes DateTime of whatever number there is
            throw new InvalidDataException("a time is outside the years 1 to 9999", error);
        }
    }

    private sealed class ToArray(int count) : ILogicalColumnReaderVisitor<Array>
    {
        public Array OnLogicalColumnReader<TElement>(LogicalColumnReader<TElement> columnReader) => All(columnReader, count);
    }
}
