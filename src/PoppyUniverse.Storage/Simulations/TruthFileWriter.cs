using ParquetSharp;
using ParquetSharp.IO;
using PoppyUniverse.Interactions;
using PoppyUniverse.Simulation;
using PoppyUniverse.Storage.Parquet;
using PoppyUniverse.Storage.Simulations.Blocks;

namespace PoppyUniverse.Storage.Simulations;

/// <summary>
/// Writes what the oracle knows of each row to a Parquet file of its own: expected Strength, five class probabilities,
/// probability and rank of the value picked. The file says in its metadata that it is truth, and no log is read from it.
/// </summary>
public static class TruthFileWriter
{
    private const int PieceRows = 4_096;
    private const int GroupRows = 1 << 16;

    /// <summary>Writes the file; it is whole or not there.</summary>
    /// <param name="simulator">The world.</param>
    /// <param name="path">The Parquet file.</param>
    /// <param name="options">Threads and part; nothing is resumed.</param>
    /// <param name="progress">Told the rows written so far.</param>
    /// <param name="cancellation">Stops early.</param>
    /// <exception cref="IOException">The folder cannot be written, or the disk is full.</exception>
    public static void Write(
        Simulator simulator, string path, SimulationWriteOptions options, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        ArgumentNullException.ThrowIfNull(options);
        AtomicFile.Write(path, file =>
        {
            using var stream = new ManagedOutputStream(file, leaveOpen: true);
            using var builder = new WriterPropertiesBuilder();
            using var properties = builder.Compression(Compression.Zstd).CompressionLevel(1).CreatedBy("poppy").Build();
            using var schema = TruthColumns.All();
            using var writer = new ParquetFileWriter(stream, schema, properties, TruthColumns.Metadata);
            long rows = 0;
            Turns.Run(options.Shard.BlocksOf(simulator.BlockCount), options.Threads, () => new Worker(simulator, group =>
            {
                group.Write(writer);
                progress?.Report(rows += group.Count);
            }, cancellation), cancellation);
            writer.Close();
        });
    }

    private sealed class Worker(Simulator simulator, Action<Group> write, CancellationToken cancellation) : IBlockWorker
    {
        private readonly SimulatedRows _rows = new(PieceRows);
        private readonly TruthRows _truth = new(PieceRows);
        private readonly Group _group = new();

        public void Work(int block, Turns.Turn turn)
        {
            var open = simulator.Open(block);
            while (open.Read(_rows, _truth))
            {
                cancellation.ThrowIfCancellationRequested();
                if (_group.Count + _rows.Count > GroupRows)
                    HandOver(turn);
                _group.Add(_rows, _truth);
            }

            HandOver(turn);
        }

        public void Dispose()
        {
        }

        private void HandOver(Turns.Turn turn)
        {
            turn.Await();
            if (_group.Count > 0)
                write(_group);
            _group.Clear();
        }
    }

    /// <summary>Columns of a row group.</summary>
    private sealed class Group
    {
        private readonly long[] _ids = new long[GroupRows];
        private readonly double[][] _numbers = [.. Enumerable.Range(0, Interaction.StrengthClasses + 2).Select(_ => new double[GroupRows])];
        private readonly int[] _ranks = new int[GroupRows];

        public int Count { get; private set; }

        public void Clear() => Count = 0;

        public void Add(SimulatedRows rows, TruthRows truth)
        {
            const int Classes = Interaction.StrengthClasses;
            for (var i = 0; i < rows.Count; i++)
            {
                _ids[Count + i] = rows.FirstRow + i + 1;
                _numbers[0][Count + i] = truth.ExpectedStrengths[i];
                for (var c = 0; c < Classes; c++)
                    _numbers[1 + c][Count + i] = truth.ClassProbabilities[(i * Classes) + c];
                _numbers[1 + Classes][Count + i] = truth.ChoiceProbabilities[i];
                _ranks[Count + i] = truth.ChoiceRanks[i];
            }

            Count += rows.Count;
        }

        public void Write(ParquetFileWriter writer)
        {
            using var group = writer.AppendRowGroup();
            Column<long>(group, _ids);
            foreach (var column in _numbers)
                Column<double>(group, column);
            Column<int>(group, _ranks);
        }

        private void Column<T>(RowGroupWriter group, T[] cells)
            where T : unmanaged
        {
            using var column = (ColumnWriter<T>)group.NextColumn();
            column.WriteBatch(cells.AsSpan(0, Count));
        }
    }
}
