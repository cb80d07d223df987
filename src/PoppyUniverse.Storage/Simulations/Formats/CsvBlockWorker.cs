using System.IO.Compression;
using PoppyUniverse.Simulation;
using PoppyUniverse.Storage.Simulations.Blocks;
using PoppyUniverse.Storage.Simulations.Files;

namespace PoppyUniverse.Storage.Simulations.Formats;

/// <summary>Generates blocks as CSV, compressed when asked for.</summary>
internal sealed class CsvBlockWorker(Simulator simulator, SimulationFormat format, BlockOutput output, (ChunkPool Chunks, long MostKept) memory, CancellationToken cancellation) : IBlockWorker
{
    private const int PieceRows = 1_024;
    private const int ZstandardLevel = 1; // on such rows higher levels take long and gain little

    private readonly SimulatedCsvFormatter _formatter = new(simulator.Catalog, Simulator.FirstUserId);
    private readonly SimulatedRows _rows = new(PieceRows);

    public void Work(int block, Turns.Turn turn)
    {
        using var bytes = new TurnBuffer(output, turn, memory.Chunks, memory.MostKept);
        var open = simulator.Open(block);
        if (format == SimulationFormat.Csv)
        {
            while (Read(open))
                bytes.Advance(_formatter.Format(_rows, bytes.Room(PieceRows * _formatter.MostBytesPerRow)));
        }
        else
        {
            using var compressed = Compress(bytes, format);
            var piece = new byte[PieceRows * _formatter.MostBytesPerRow];
            while (Read(open))
                compressed.Write(piece, 0, _formatter.Format(_rows, piece));
        }

        bytes.Finish();
        output.EndBlock(block, open.RowCount);
    }

    public void Dispose()
    {
    }

    /// <summary>A compressing stream that leaves the inner one open; none for plain CSV.</summary>
    public static Stream Compress(Stream inner, SimulationFormat format) => format switch
    {
        SimulationFormat.CsvGzip => new GZipStream(inner, CompressionLevel.Fastest, leaveOpen: true),
        SimulationFormat.CsvZstandard => new ZstdSharp.CompressionStream(inner, ZstandardLevel, leaveOpen: true),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "Not a compressed format."),
    };

    private bool Read(SimulatedBlock open)
    {
        cancellation.ThrowIfCancellationRequested();
        return open.Read(_rows);
    }
}
