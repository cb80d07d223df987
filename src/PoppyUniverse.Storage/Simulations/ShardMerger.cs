using System.Security.Cryptography;
using PoppyUniverse.Storage.Simulations.Files;
using PoppyUniverse.Storage.Simulations.Formats;

namespace PoppyUniverse.Storage.Simulations;

/// <summary>
/// Joins the shards of a simulation into the file that one process would have written, byte for byte. Every shard is held
/// against its manifest on the way.
/// </summary>
public static class ShardMerger
{
    private const int CopyBytes = 1 << 20;

    /// <summary>Joins shards, given in any order.</summary>
    /// <param name="shards">Their files, each with its manifest beside it.</param>
    /// <param name="path">The file to write; its manifest goes beside it.</param>
    /// <param name="progress">Told the bytes read so far.</param>
    /// <param name="cancellation">Stops early.</param>
    /// <exception cref="DataFormatException">
    /// A shard is missing, doubled, of another simulation or format, or not what its manifest says.
    /// </exception>
    public static SimulationManifest Merge(
        IReadOnlyList<string> shards, string path, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(shards);
        var parts = shards.Select(shard => (Path: shard, Manifest: SimulationManifest.ReadBeside(shard)))
            .OrderBy(part => part.Manifest.ShardOrWhole().Index).ToList();
        Require(parts, path);
        using var whole = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long bytes = 0;
        AtomicFile.Write(path, file =>
        {
            using var output = new BlockOutput(file, whole, null);
            if (SimulationFormats.Of(path) == SimulationFormat.Parquet)
                Regroup(parts, output, progress, cancellation);
            else
                Copy(parts, output, progress, cancellation);
            bytes = output.Bytes;
        });
        var manifest = parts[0].Manifest with
        {
            File = Path.GetFileName(path),
            Shard = null,
            Rows = parts.Sum(part => part.Manifest.Rows),
            Bytes = bytes,
            Sha256 = Convert.ToHexStringLower(whole.GetHashAndReset()),
        };
        AtomicFile.WriteText(SimulationManifest.PathFor(path), manifest.ToJson() + "\n");
        return manifest;
    }

    private static void Require(List<(string Path, SimulationManifest Manifest)> parts, string path)
    {
        var first = parts[0].Manifest;
        var count = first.ShardOrWhole().Count;
        foreach (var (shard, manifest) in parts)
        {
            if (Identity(manifest) != Identity(first) || manifest.ShardOrWhole().Count != count)
                throw new DataFormatException(shard, 0, 0, $"is of another simulation than {parts[0].Path}; expected the {count} shards of one.");
            if (SimulationFormats.Of(shard) != SimulationFormats.Of(path))
                throw new DataFormatException(shard, 0, 0, $"has another format than {path}; expected the same ending.");
        }

        for (var i = 0; i < Math.Max(parts.Count, count); i++)
        {
            if (i >= parts.Count || parts[i].Manifest.ShardOrWhole().Index > i + 1)
                throw new DataFormatException(path, 0, 0, $"cannot be merged: shard {i + 1}/{count} is missing.");
            if (parts[i].Manifest.ShardOrWhole().Index < i + 1)
                throw new DataFormatException(parts[i].Path, 0, 0, $"is shard {parts[i].Manifest.Shard}, which another file is already.");
        }
    }

    private static string Identity(SimulationManifest manifest) =>
        (manifest with { File = "", Shard = null, Rows = 0, Bytes = 0, Sha256 = "" }).ToJson();

    private static void Copy(
        List<(string Path, SimulationManifest Manifest)> parts, BlockOutput output, IProgress<long>? progress, CancellationToken cancellation)
    {
        var buffer = new byte[CopyBytes];
        foreach (var (path, manifest) in parts)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using var shard = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            for (var read = shard.Read(buffer); read > 0; read = shard.Read(buffer))
            {
                cancellation.ThrowIfCancellationRequested();
                hash.AppendData(buffer, 0, read);
                output.Write(buffer, 0, read);
                progress?.Report(output.Bytes);
            }

            if (Convert.ToHexStringLower(hash.GetHashAndReset()) != manifest.Sha256)
                throw new DataFormatException(path, 0, 0, "is not what its manifest says: the SHA-256 differs. Simulate this shard again.");
        }
    }

    private static void Regroup(
        List<(string Path, SimulationManifest Manifest)> parts, BlockOutput output, IProgress<long>? progress, CancellationToken cancellation)
    {
        using var rows = new ParquetRows(output, parts[0].Manifest.Profile.ToCatalog());
        foreach (var (path, manifest) in parts)
        {
            using (var shard = File.OpenRead(path))
            {
                if (Convert.ToHexStringLower(SHA256.HashData(shard)) != manifest.Sha256)
                    throw new DataFormatException(path, 0, 0, "is not what its manifest says: the SHA-256 differs. Simulate this shard again.");
            }

            foreach (var group in ParquetGroups.Of(path, manifest.Profile.ToCatalog()))
            {
                cancellation.ThrowIfCancellationRequested();
                rows.Write(group);
                progress?.Report(output.Bytes);
            }
        }

        rows.Close();
    }
}
