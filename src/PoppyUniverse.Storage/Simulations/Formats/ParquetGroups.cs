using ParquetSharp;
using PoppyUniverse.Interactions;
using PoppyUniverse.Storage.Parquet;

namespace PoppyUniverse.Storage.Simulations.Formats;

/// <summary>Reads back the row groups that <see cref="ParquetRows"/> wrote.</summary>
internal static class ParquetGroups
{
    /// <summary>The row groups of a file, in order; one piece of memory serves all.</summary>
    /// <exception cref="DataFormatException">Not a Parquet file that was simulated with this catalog.</exception>
    public static IEnumerable<ParquetPiece> Of(string path, Catalog catalog)
    {
        using var file = ParquetFiles.Open(path);
        var most = Enumerable.Range(0, file.FileMetaData.NumRowGroups).Select(g => Rows(file, g)).DefaultIfEmpty().Max();
        var piece = new ParquetPiece((int)most);
        for (var g = 0; g < file.FileMetaData.NumRowGroups; g++)
        {
            using var group = file.RowGroup(g);
            var count = (int)group.MetaData.NumRows;
            var (types, values) = (Read<string>(group, 2, count), Read<string>(group, 3, count));
            for (var i = 0; i < count; i++)
            {
                piece.Values[i] = catalog.IndexOf(types[i], values[i]);
                if (piece.Values[i] < 0)
                    throw new DataFormatException(path, 0, 0, $"holds {types[i]} {values[i]}, which its profile does not have.");
            }

            Read<long>(group, 0, count).CopyTo(piece.Ids, 0);
            Read<long>(group, 1, count).CopyTo(piece.Users, 0);
            Read<int>(group, 4, count).CopyTo(piece.Strengths, 0);
            using (var column = (ColumnReader<long>)group.Column(5))
            {
                for (var read = 0; read < count;)
                    read += (int)column.ReadBatch(count - read, piece.Times.AsSpan(read), out _);
            }

            piece.SetCount(count);
            yield return piece;
        }
    }

    private static long Rows(ParquetFileReader file, int number)
    {
        using var group = file.RowGroup(number);
        return group.MetaData.NumRows;
    }

    private static T[] Read<T>(RowGroupReader group, int column, int count)
    {
        using var reader = group.Column(column).LogicalReader<T>();
        return reader.ReadAll(count);
    }
}
