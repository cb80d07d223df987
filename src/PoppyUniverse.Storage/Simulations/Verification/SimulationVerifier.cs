using System.Security.Cryptography;
using PoppyUniverse.Simulation;
using PoppyUniverse.Storage.Simulations.Formats;

namespace PoppyUniverse.Storage.Simulations.Verification;

/// <summary>
/// Holds a simulated file against what its manifest says it is: blocks are generated again, all or a sample, and compared
/// with what stands there.
/// </summary>
public static class SimulationVerifier
{
    private const int PieceRows = 4_096;

    /// <summary>Verifies a file.</summary>
    /// <param name="path">The file; its manifest stands beside it.</param>
    /// <param name="sample">
    /// Share of its blocks to look at, above 0 to 1, at least one block. Compressed and Parquet files are read from first
    /// to last, so all of their blocks are looked at.
    /// </param>
    /// <param name="progress">Told the rows compared so far and those there will be.</param>
    /// <param name="cancellation">Stops early.</param>
    /// <exception cref="DataFormatException">The first difference: the row, what was found and what was expected.</exception>
    public static VerifyResult Verify(
        string path, double sample, IProgress<(long Rows, long Of)>? progress = null, CancellationToken cancellation = default)
    {
        var manifest = SimulationManifest.ReadBeside(path);
        if (!File.Exists(path))
            throw new DataFormatException(path, 0, 0, "does not exist; only its manifest does.");
        if (manifest.FormatVersion != SimulationManifest.CurrentVersion)
            throw new DataFormatException(path, 0, 0, $"was written under law {manifest.FormatVersion}; this version has {SimulationManifest.CurrentVersion}.");
        var simulator = new Simulator(manifest.Profile, manifest.Seed);
        var (first, end) = manifest.ShardOrWhole().BlocksOf(simulator.BlockCount);
        using var found = Open(path, simulator, manifest.ShardOrWhole().IsFirst);
        var blocks = found.CanSkip ? Sample(first, end, sample) : [.. Enumerable.Range(first, end - first)];
        var rows = Compare(simulator, blocks, found, progress, cancellation);
        if (blocks.Count == end - first)
        {
            found.RequireEnd();
            RequireHash(path, manifest);
        }

        return new(manifest, blocks.Count, end - first, rows);
    }

    private static ISimulatedRows Open(string path, Simulator simulator, bool isFirst) =>
        SimulationFormats.Of(path) == SimulationFormat.Parquet
            ? new ParquetSimulatedRows(path, simulator)
            : new CsvSimulatedRows(path, simulator, hasHeader: isFirst);

    private static long Compare(
        Simulator simulator, List<int> blocks, ISimulatedRows found, IProgress<(long Rows, long Of)>? progress, CancellationToken cancellation)
    {
        var rows = new SimulatedRows(PieceRows);
        var (compared, all) = (0L, blocks.Sum(block => simulator.RowsOf(block).Count));
        foreach (var block in blocks)
        {
            var open = simulator.Open(block);
            found.MoveTo(open.FirstRow);
            while (open.Read(rows))
            {
                cancellation.ThrowIfCancellationRequested();
                found.Compare(rows);
                compared += rows.Count;
                progress?.Report((compared, all));
            }
        }

        return compared;
    }

    private static void RequireHash(string path, SimulationManifest manifest)
    {
        using var file = File.OpenRead(path);
        var hash = Convert.ToHexStringLower(SHA256.HashData(file));
        if (hash != manifest.Sha256)
            throw new DataFormatException(path, 0, 0, $"has the right rows, but its SHA-256 is {hash}; its manifest says {manifest.Sha256}.");
    }

    // Blocks spread evenly over the file, the first and the last among them.
    private static List<int> Sample(int first, int end, double sample)
    {
        var count = end - first;
        var wanted = Math.Clamp((int)Math.Ceiling(count * sample), Math.Min(1, count), count);
        return [.. Enumerable.Range(0, wanted).Select(i => wanted == 1 ? first : first + (int)((long)i * (count - 1) / (wanted - 1)))];
    }
}
