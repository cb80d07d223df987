using System.Buffers.Binary;
using System.Security.Cryptography;
using PoppyUniverse.Learning;
using PoppyUniverse.Storage.Csv;

namespace PoppyUniverse.Storage.Sharing;

/// <summary>Files that each rank opens for itself, and that must be the same for all: a stale copy on one machine would mix two logs in one model.</summary>
public static class SameFile
{
    private const int EdgeBytes = 1 << 20;
    private const int LongestFooter = 1 << 28;
    private const int ParquetEnd = 8; // the footer's length, and the magic number

    /// <summary>
    /// Refuses ranks with different files. Compared are lengths and, of Parquet, footers, which place, count and bound what is
    /// in a row group; of all else the first and the last MiB. A rank that cannot open its file says so when it reads it.
    /// </summary>
    /// <param name="path">The file, as this rank names it.</param>
    /// <param name="ranks">The ranks, all of which call this.</param>
    /// <exception cref="DataFormatException">A rank has another file than rank 0; thrown on all ranks.</exception>
    public static void Require(string path, ICollective ranks)
    {
        ArgumentNullException.ThrowIfNull(ranks);
        if (ranks.Size == 1 || Print(path) is not { } own)
            return;
        var all = ranks.AllGather<long>(own);
        for (var rank = 1; rank < ranks.Size; rank++)
        {
            if (!all.AsSpan(2 * rank, 2).SequenceEqual(all.AsSpan(0, 2)))
                throw new DataFormatException(path, 0, 0, FormattableString.Invariant($"is not the same file on all ranks: {all[0]:N0} bytes on rank 0, {all[2 * rank]:N0} bytes of other content on rank {rank}; expected copies of one file."));
        }
    }

    // length, and a hash of what is compared; null when it cannot be opened
    private static long[]? Print(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var isParquet = FileMagic.IsParquet(path);
            var hash = SHA256.HashData([.. Bytes(file, 0, isParquet ? 0 : EdgeBytes), .. End(file, isParquet ? FooterLength(file) : EdgeBytes)]);
            return [file.Length, BinaryPrimitives.ReadInt64LittleEndian(hash)];
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static int FooterLength(FileStream file) => End(file, ParquetEnd) is { Length: ParquetEnd } end
        ? Math.Clamp(BinaryPrimitives.ReadInt32LittleEndian(end), 0, LongestFooter) + ParquetEnd
        : 0;

    private static byte[] End(FileStream file, int count) => Bytes(file, Math.Max(0, file.Length - count), count);

    private static byte[] Bytes(FileStream file, long start, int count)
    {
        var bytes = new byte[Math.Min(count, file.Length - start)];
        file.Position = start;
        file.ReadExactly(bytes);
        return bytes;
    }
}
