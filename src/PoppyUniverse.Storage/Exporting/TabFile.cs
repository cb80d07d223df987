using System.Text;

namespace PoppyUniverse.Storage.Exporting;

/// <summary>Text files of fields between tabs; tabs and line breaks inside a field become spaces.</summary>
internal static class TabFile
{
    /// <summary>Writes rows; the file is whole or not there.</summary>
    public static void Write(string path, IEnumerable<IEnumerable<string>> rows) => AtomicFile.Write(path, file =>
    {
        using var writer = new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 16, leaveOpen: true) { NewLine = "\n" };
        foreach (var row in rows)
            writer.WriteLine(string.Join('\t', row.Select(Plain)));
    });

    private static string Plain(string field) => field.AsSpan().ContainsAny('\t', '\r', '\n')
        ? field.Replace('\t', ' ').Replace('\r', ' ').Replace('\n', ' ')
        : field;
}
