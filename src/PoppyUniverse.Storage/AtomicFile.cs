using System.Collections.Concurrent;

namespace PoppyUniverse.Storage;

/// <summary>Files that are either whole or not there: written under a temporary name, flushed to disk, then renamed.</summary>
public static class AtomicFile
{
    private static readonly ConcurrentDictionary<string, bool> Unfinished = new();

    /// <summary>
    /// Removes what this process has under temporary names, for one that is about to be killed: their writers may go on, but
    /// nothing of theirs will appear.
    /// </summary>
    public static void Abandon()
    {
        foreach (var temporary in Unfinished.Keys)
        {
            if (Unfinished.TryRemove(temporary, out _))
                File.Delete(temporary);
        }
    }

    /// <summary>Writes a file; on any failure nothing is left behind and an older file of the name stays as it was.</summary>
    /// <param name="path">The file; its folder is made when it is missing.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">The folder cannot be written, or the disk is full.</exception>
    /// <exception cref="OperationCanceledException">It was abandoned on the way.</exception>
    public static void Write(string path, Action<FileStream> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        if (Directory.Exists(path))
            throw new IOException($"{path}: is a directory; expected a file name.");
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);
        var temporary = path + ".partial";
        try
        {
            using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            {
                Unfinished[temporary] = true;
                write(file);
                file.Flush(flushToDisk: true);
            }

            if (!Unfinished.TryRemove(temporary, out _))
                throw new OperationCanceledException();
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            Unfinished.TryRemove(temporary, out _);
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Writes text as UTF-8.</summary>
    public static void WriteText(string path, string text) =>
        Write(path, file => file.Write(System.Text.Encoding.UTF8.GetBytes(text)));
}
