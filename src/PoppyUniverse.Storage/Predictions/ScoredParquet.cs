using ParquetSharp;
using ParquetSharp.IO;
using ParquetSharp.Schema;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Storage.Csv;
using PoppyUniverse.Storage.Parquet;

namespace PoppyUniverse.Storage.Predictions;

/// <summary>Scores Parquet: its columns as they are, of whatever type, then a double for each number; row group by row group.</summary>
internal sealed class ScoredParquet : IDisposable
{
    private readonly string _path;
    private readonly ParquetFileReader _file;
    private readonly ColumnMap _columns;
    private readonly Node[] _fields;
    private readonly CandidateLookup _lookup;
    private readonly IRecommender _model;
    private long _rows;

    public ScoredParquet(IRecommender model, string path, ReadOptions options)
    {
        (_model, _path, _file, _lookup) = (model, path, ParquetFiles.Open(path), new(model));
        var schema = _file.FileMetaData.Schema;
        _fields = [.. Enumerable.Range(0, schema.GroupNode.FieldCount).Select(schema.GroupNode.Field)];
        if (_fields.FirstOrDefault(field => field is GroupNode) is { } nested)
            throw new DataFormatException(path, 0, 0, $"has the nested column {Excerpt.Of(nested.Name)}; expected plain columns.");
        _columns = new(path, [.. _fields.Select(field => field.Name)], options);
    }

    /// <summary>Writes the scored file. In each round a row group a rank: each scores its own, and rank 0 writes them in order.</summary>
    public ScoredRows Write(Stream output, (int Threads, IProgress<ReadProgress>? Progress, ICollective Ranks) run, CancellationToken cancellation)
    {
        using var stream = new ManagedOutputStream(output, leaveOpen: true);
        using var builder = new WriterPropertiesBuilder();
        using var properties = builder.Compression(Compression.Zstd).CompressionLevel(1).CreatedBy("poppy").Build();
        using var schema = ParquetColumns.Schema([.. _fields.Select(field => field.DeepClone()), .. ScoredColumns.Names(_model.Targets).Select(name => ParquetColumns.Number(name, PhysicalType.Double))]);
        using var writer = new ParquetFileWriter(stream, schema, properties);
        for (var first = 0; first < _file.FileMetaData.NumRowGroups; first += run.Ranks.Size)
        {
            cancellation.ThrowIfCancellationRequested();
            int[] round = [.. Enumerable.Range(first, Math.Min(run.Ranks.Size, _file.FileMetaData.NumRowGroups - first))];
            foreach (var (number, scores) in round.Zip(Score(round, run.Threads, run.Ranks)))
                WriteGroup(number, scores, writer);
            _rows += round.Sum(RowsOf);
            run.Progress?.Report(new(_rows, _file.FileMetaData.NumRows, _rows));
        }

        writer.Close();
        var unknown = run.Ranks.Sum([_lookup.UnknownUsers, _lookup.UnknownValues]);
        return new(_rows, unknown[0], unknown[1], 0);
    }

    public void Dispose() => _file.Dispose();

    private int RowsOf(int number)
    {
        using var group = _file.RowGroup(number);
        return checked((int)group.MetaData.NumRows);
    }

    // Scores of a round's row groups, on rank 0; on other ranks none.
    private IEnumerable<PredictionBuffer> Score(int[] round, int threads, ICollective ranks)
    {
        PredictionBuffer own = new(0, _model.Targets);
        if (ranks.Rank < round.Length)
        {
            using var group = _file.RowGroup(round[ranks.Rank]);
            own = Score(group, round[..ranks.Rank].Sum(RowsOf), threads);
        }

        return ranks.Size == 1 ? [own] : own.Gather(ranks, [.. round.Select(RowsOf)]);
    }

    private void WriteGroup(int number, PredictionBuffer scores, ParquetFileWriter writer)
    {
        using var from = _file.RowGroup(number);
        using var to = writer.AppendRowGroup();
        for (var column = 0; column < _fields.Length; column++)
        {
            using var reader = from.Column(column).LogicalReader();
            reader.Apply(new Copy(to, scores.Count));
        }

        foreach (var cells in ScoredColumns.Cells(scores))
        {
            using var column = to.NextColumn().LogicalWriter<double>();
            column.WriteBatch([.. Enumerable.Range(0, scores.Count).Select(row => (double)cells(row))]);
        }
    }

    private PredictionBuffer Score(RowGroupReader group, int rowsBefore, int threads)
    {
        const int RowsPerPart = 2_048;
        var count = checked((int)group.MetaData.NumRows);
        var (users, values) = (Users(group), Texts(group, InteractionColumn.Value));
        var types = _columns[InteractionColumn.Type] == ColumnMap.Missing ? null : Texts(group, InteractionColumn.Type);
        var times = Times(group);
        var (userIndices, valueIndices, slots) = (new int[count], new int[count], new TimeSlot[count]);
        for (var i = 0; i < count; i++)
        {
            if (users(i) is not { } user || string.IsNullOrEmpty(values[i]) || times(i) is not { } time)
                throw new DataFormatException(_path, 0, 0, FormattableString.Invariant($"row {_rows + rowsBefore + i + 1}: a user, a value or a time is missing or cannot be read."));
            (userIndices[i], valueIndices[i], slots[i]) = (user, _lookup.Value(types?[i] ?? "", values[i]!), TimeSlot.FromUnixMicroseconds(time));
        }

        var scores = new PredictionBuffer(count, _model.Targets);
        Parallel.For(0, (count + RowsPerPart - 1) / RowsPerPart, new ParallelOptions { MaxDegreeOfParallelism = threads }, part =>
        {
            var (first, rows) = (part * RowsPerPart, Math.Min(RowsPerPart, count - (part * RowsPerPart)));
            _model.Score(new(userIndices.AsSpan(first, rows), valueIndices.AsSpan(first, rows), slots.AsSpan(first, rows)), scores.Slice(first, rows));
        });
        return scores;
    }

    // Index of each row's user; null where the id is missing. Numbers are looked up as such: it saves a text a row.
    private Func<int, int?> Users(RowGroupReader group)
    {
        if (ParquetCells.Of(group, _columns[InteractionColumn.User]) is long[] ids)
            return row => _lookup.User(ids[row]);
        var texts = Texts(group, InteractionColumn.User);
        return row => string.IsNullOrEmpty(texts[row]) ? null : _lookup.User(texts[row]);
    }

    // Time of each row; null where there is none.
    private Func<int, long?> Times(RowGroupReader group)
    {
        var cells = ParquetCells.Of(group, _columns[InteractionColumn.Time]);
        if (cells is DateTime[] moments)
            return row => Timestamp.ToUnixMicroseconds(new(DateTime.SpecifyKind(moments[row], DateTimeKind.Utc)));
        return row => ParquetCells.TryTime(cells.GetValue(row), out var time) ? time : null;
    }

    private string?[] Texts(RowGroupReader group, int column) => ParquetCells.Texts(group, _columns[column]);

    private sealed class Copy(RowGroupWriter to, int count) : ILogicalColumnReaderVisitor<bool>
    {
        public bool OnLogicalColumnReader<TElement>(LogicalColumnReader<TElement> columnReader)
        {
            using var writer = to.NextColumn().LogicalWriter<TElement>();
            writer.WriteBatch(ParquetCells.All(columnReader, count));
            return true;
        }
    }
}
