using System.Security.Cryptography;

namespace PoppyUniverse.Storage.Simulations.Files;

/// <summary>
/// A file on its way: FILE.partial with a journal beside it, so that a run that was killed at any moment can go on after
/// the last complete block. Published by renaming; until then FILE is as it was.
/// </summary>
internal sealed class UnfinishedFile : IDisposable
{
    private const int CopyBytes = 1 << 20;

    private readonly string _path;
    private readonly Journal _journal;
    private readonly FileStream _file;

    private UnfinishedFile(string path, FileStream file, Journal journal, (int NextBlock, IncrementalHash Hash) state)
    {
        (_path, _file, _journal) = (path, file, journal);
        (NextBlock, Hash) = state;
    }

    /// <summary>The block to go on with; −1 when not even the header stands.</summary>
    public int NextBlock { get; }

    /// <summary>Hash of the bytes so far.</summary>
    public IncrementalHash Hash { get; }

    /// <summary>The file, at its end.</summary>
    public FileStream Stream => _file;

    /// <summary>Where an unfinished file stands.</summary>
    public static string PartialOf(string path) => path + ".partial";

    /// <summary>Where its journal stands.</summary>
    public static string JournalOf(string path) => path + ".journal";

    /// <summary>Opens an unfinished file: anew, or after what an earlier run of the same simulation has completed.</summary>
    /// <param name="path">The file that it is to be.</param>
    /// <param name="identity">What tells this simulation from others, one line.</param>
    /// <param name="firstBlock">The block that follows the header.</param>
    /// <param name="resume">Whether to go on.</param>
    /// <exception cref="IOException">The folder cannot be written; or what is there is of another simulation.</exception>
    public static UnfinishedFile Open(string path, string identity, int firstBlock, bool resume)
    {
        if (Directory.Exists(path))
            throw new IOException($"{path}: is a directory; expected a file name.");
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);
        var entries = resume && File.Exists(PartialOf(path)) ? Journal.Read(JournalOf(path), identity) : [];
        if (entries is null)
            throw new IOException($"{PartialOf(path)}: is of another simulation (or its journal is missing); delete it, or leave out --resume to start over.");
        if (!resume)
            File.Delete(PartialOf(path)); // before its journal is replaced by one that knows nothing of it
        var file = new FileStream(PartialOf(path), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        try
        {
            var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var good = Check(file, entries, hash);
            var next = good.Count == 0 ? -1 : Math.Max(firstBlock, good[^1].Block + 1);
            return new(path, file, Journal.Start(JournalOf(path), identity, good), (next, hash));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>A block is complete up to here.</summary>
    public void EndBlock(int block, long bytes) => _journal.Add(JournalEntry.Of(block, bytes, Hash));

    /// <summary>Makes it the file: first the manifest, then the file itself.</summary>
    public void Publish(Action writeManifest)
    {
        _file.Flush(flushToDisk: true);
        writeManifest();
        File.Move(PartialOf(_path), _path, overwrite: true);
        Dispose();
        File.Delete(JournalOf(_path));
    }

    public void Dispose()
    {
        _file.Dispose();
        _journal.Dispose();
        Hash.Dispose();
    }

    // Keeps what the journal vouches for, if it is as it says, and cuts off the rest.
    private static List<JournalEntry> Check(FileStream file, List<JournalEntry> entries, IncrementalHash hash)
    {
        var good = entries.TakeWhile(entry => entry.End <= file.Length).ToList();
        if (good.Count > 0)
        {
            HashStart(file, good[^1].End, hash);
            if (JournalEntry.Of(good[^1].Block, good[^1].End, hash) != good[^1])
            {
                hash.GetHashAndReset();
                good.Clear();
            }
        }

        var end = good.Count == 0 ? 0 : good[^1].End;
        file.SetLength(end);
        file.Position = end;
        return good;
    }

    private static void HashStart(FileStream file, long bytes, IncrementalHash hash)
    {
        var buffer = new byte[CopyBytes];
        file.Position = 0;
        for (var left = bytes; left > 0;)
        {
            var read = file.Read(buffer, 0, (int)Math.Min(buffer.Length, left));
            hash.AppendData(buffer, 0, read);
            left -= read;
        }
    }
}
