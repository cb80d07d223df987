using System.Buffers;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using PoppyUniverse.Interactions;
using PoppyUniverse.Simulation;
using PoppyUniverse.Storage.Csv;

namespace PoppyUniverse.Storage.Simulations;

/// <summary>
/// Writes a simulation to a CSV file and its manifest beside it. Blocks are generated and formatted by several threads
/// and handed, in order and piece by piece, to one writer, so memory does not grow with the number of rows and the
/// bytes do not depend on the threads.
/// </summary>
public static class SimulationFileWriter
{
    private const int PieceRows = 4_096;
    private const int PiecesAhead = 8;

    /// <summary>Writes the file.</summary>
    /// <param name="simulator">The world.</param>
    /// <param name="path">The CSV file.</param>
    /// <param name="threads">Generating threads, at least 1; changes speed only.</param>
    /// <param name="progress">Told the rows written so far.</param>
    /// <param name="cancellation">Stops early; then nothing is published.</param>
    /// <exception cref="IOException">The folder cannot be written, or the disk is full; nothing is published.</exception>
    public static SimulationManifest Write(
        Simulator simulator, string path, int threads, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(simulator);
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long bytes = 0, rows = 0;
        AtomicFile.Write(path, file =>
        {
            Take(CsvRowFormatter.Header);
            foreach (var piece in Pieces(simulator, threads, cancellation))
            {
                Take(piece.Bytes.AsSpan(0, piece.Length));
                ArrayPool<byte>.Shared.Return(piece.Bytes);
                progress?.Report(rows += piece.Rows);
            }

            void Take(ReadOnlySpan<byte> part)
            {
                file.Write(part);
                hash.AppendData(part);
                bytes += part.Length;
            }
        });
        var manifest = new SimulationManifest(
            SimulationManifest.CurrentVersion, Path.GetFileName(path), simulator.RowCount, bytes,
            Convert.ToHexStringLower(hash.GetHashAndReset()), simulator.Seed, simulator.Profile);
        AtomicFile.WriteText(SimulationManifest.PathFor(path), manifest.ToJson() + "\n");
        return manifest;
    }

    /// <summary>All pieces of all blocks, in order.</summary>
    private static IEnumerable<Piece> Pieces(Simulator simulator, int threads, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var blocks = new BlockingCollection<BlockingCollection<Piece>>(2 * threads);
        var next = -1;
        Lock order = new();
        var workers = Enumerable.Range(0, threads).Select(_ => Task.Factory.StartNew(Work, TaskCreationOptions.LongRunning)).ToArray();
        var closing = Task.WhenAll(workers).ContinueWith(_ => blocks.CompleteAdding(), TaskScheduler.Default);
        try
        {
            foreach (var block in blocks.GetConsumingEnumerable(cancellation))
            {
                using (block)
                {
                    foreach (var piece in block.GetConsumingEnumerable(cancellation))
                        yield return piece;
                }
            }
        }
        finally
        {
            stop.Cancel();
            Task.WaitAll(workers.Select(worker => worker.ContinueWith(_ => { }, TaskScheduler.Default)).ToArray(), CancellationToken.None);
            closing.Wait(CancellationToken.None);
        }

        Task.WaitAll(workers, CancellationToken.None); // a worker's failure is the writer's

        void Work()
        {
            var formatter = CsvRowFormatter.For(simulator.Catalog, Simulator.FirstUserId);
            var rows = new SimulatedRows(PieceRows);
            while (true)
            {
                var pieces = new BlockingCollection<Piece>(PiecesAhead);
                int block;
                lock (order)
                {
                    block = ++next;
                    if (block >= simulator.BlockCount)
                        return;
                    blocks.Add(pieces, stop.Token);
                }

                try
                {
                    for (var open = simulator.Open(block); open.Read(rows);)
                        pieces.Add(Format(rows, formatter), stop.Token);
                }
                finally
                {
                    pieces.CompleteAdding();
                }
            }
        }
    }

    private static Piece Format(SimulatedRows rows, CsvRowFormatter formatter)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(rows.Count * formatter.MostBytesPerRow);
        var length = 0;
        for (var i = 0; i < rows.Count; i++)
        {
            var row = new Interaction(rows.UserIndices[i], rows.ValueIndices[i], rows.Strengths[i], rows.UnixMicroseconds[i]);
            length += formatter.Format(rows.FirstRow + i + 1, row, bytes.AsSpan(length));
        }

        return new(bytes, length, rows.Count);
    }

    private readonly record struct Piece(byte[] Bytes, int Length, int Rows);
}
