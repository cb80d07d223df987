using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PoppyUniverse.Storage.Simulations.Files;

/// <summary>
/// What is known to stand in an unfinished file: a first line that tells which simulation it is, then a line for each
/// complete block: its number, the bytes up to its end, and their SHA-256. A line that a crash cut off does not count.
/// </summary>
internal sealed class Journal : IDisposable
{
    private readonly FileStream _file;

    private Journal(FileStream file) => _file = file;

    /// <summary>Starts a journal that holds these lines already; until they all stand, the one before stays.</summary>
    public static Journal Start(string path, string identity, IEnumerable<JournalEntry> entries)
    {
        var unfinished = path + ".new";
        var journal = new Journal(new(unfinished, FileMode.Create, FileAccess.Write, FileShare.Read | FileShare.Delete, bufferSize: 0));
        journal.Write(identity);
        foreach (var entry in entries)
            journal.Add(entry);
        File.Move(unfinished, path, overwrite: true);
        return journal;
    }

    /// <summary>The complete entries of a journal; null when it is none, or of another simulation.</summary>
    public static List<JournalEntry>? Read(string path, string identity)
    {
        if (!File.Exists(path))
            return null;
        var text = File.ReadAllText(path);
        var lines = text.Split('\n');
        if (lines[0] != identity || lines.Length < 2)
            return null;
        var entries = new List<JournalEntry>();
        foreach (var line in lines[1..^1]) // what follows the last line break is not complete
        {
            var fields = line.Split(' ');
            if (fields.Length != 3 || !int.TryParse(fields[0], CultureInfo.InvariantCulture, out var block)
                || !long.TryParse(fields[1], CultureInfo.InvariantCulture, out var end))
                break;
            entries.Add(new(block, end, fields[2]));
        }

        return entries;
    }

    /// <summary>A block is complete.</summary>
    public void Add(JournalEntry entry) => Write(string.Create(CultureInfo.InvariantCulture, $"{entry.Block} {entry.End} {entry.Sha256}"));

    public void Dispose() => _file.Dispose();

    private void Write(string line) => _file.Write(Encoding.UTF8.GetBytes(line + "\n"));
}

/// <summary>A complete block.</summary>
/// <param name="Block">Its number; −1 for the header.</param>
/// <param name="End">Bytes of the file up to its end.</param>
/// <param name="Sha256">SHA-256 of all these bytes, hexadecimal.</param>
internal readonly record struct JournalEntry(int Block, long End, string Sha256)
{
    /// <summary>The entry for a running hash.</summary>
    public static JournalEntry Of(int block, long end, IncrementalHash hash) => new(block, end, Convert.ToHexStringLower(hash.GetCurrentHash()));
}
