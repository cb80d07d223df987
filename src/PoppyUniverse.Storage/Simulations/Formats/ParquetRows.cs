using System.Runtime.InteropServices;
using ParquetSharp;
using ParquetSharp.IO;
using PoppyUniverse.Interactions;
using PoppyUniverse.Storage.Parquet;

namespace PoppyUniverse.Storage.Simulations.Formats;

/// <summary>
/// A Parquet file of interactions being written: the columns of CSV, categories dictionary-encoded, times in UTC
/// microseconds, Zstandard. Columns go in as they lie in memory; not thread-safe.
/// </summary>
internal sealed unsafe class ParquetRows : IDisposable
{
    private readonly ManagedOutputStream _stream;
    private readonly ParquetFileWriter _writer;
    private readonly ByteArray[] _types; // by value
    private readonly ByteArray[] _values;
    private readonly List<GCHandle> _pinned = [];

    /// <summary>Starts a file.</summary>
    public ParquetRows(Stream output, Catalog catalog)
    {
        _types = [.. Enumerable.Range(0, catalog.ValueCount).Select(value => Pin(catalog.Types[catalog.TypeOfValue[value]]))];
        _values = [.. catalog.Values.Select(Pin)];
        _stream = new(output, leaveOpen: true);
        using var builder = new WriterPropertiesBuilder();
        using var properties = builder
            .Compression(Compression.Zstd)
            .CompressionLevel(1)
            .DisableDictionary(ParquetColumns.InteractionId)
            .DisableDictionary(ParquetColumns.Timestamp)
            .CreatedBy("poppy")
            .Build();
        using var schema = ParquetColumns.Interactions();
        _writer = new(_stream, schema, properties);
    }

    /// <summary>Writes a row group.</summary>
    public void Write(ParquetPiece piece)
    {
        using var group = _writer.AppendRowGroup();
        Column<long>(group, piece.Ids.AsSpan(0, piece.Count));
        Column<long>(group, piece.Users.AsSpan(0, piece.Count));
        Column<ByteArray>(group, Names(_types, piece));
        Column<ByteArray>(group, Names(_values, piece));
        Column<int>(group, piece.Strengths.AsSpan(0, piece.Count));
        Column<long>(group, piece.Times.AsSpan(0, piece.Count));
    }

    /// <summary>Writes the footer.</summary>
    public void Close() => _writer.Close();

    public void Dispose()
    {
        _writer.Dispose();
        _stream.Dispose();
        foreach (var handle in _pinned)
            handle.Free();
    }

    private static void Column<T>(RowGroupWriter group, ReadOnlySpan<T> cells)
        where T : unmanaged
    {
        using var column = (ColumnWriter<T>)group.NextColumn();
        column.WriteBatch(cells);
    }

    private static Span<ByteArray> Names(ByteArray[] names, ParquetPiece piece)
    {
        var cells = piece.Names.AsSpan(0, piece.Count);
        for (var i = 0; i < cells.Length; i++)
            cells[i] = names[piece.Values[i]];
        return cells;
    }

    private ByteArray Pin(string name)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(name);
        var handle = GCHandle.Alloc(bytes, GCHandleType.Pinned);
        _pinned.Add(handle);
        return new(handle.AddrOfPinnedObject(), bytes.Length);
    }
}
