namespace PoppyUniverse.Testing;

/// <summary>Looks for bytes in every file below a folder, as somebody with a hex editor would.</summary>
internal static class FolderSearch
{
    /// <summary>Files that hold the text in UTF-8.</summary>
    public static IReadOnlyList<string> FilesWith(string folder, string text)
    {
        var wanted = System.Text.Encoding.UTF8.GetBytes(text);
        return [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(file => Read(file).AsSpan().IndexOf(wanted) >= 0)];
    }

    private static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
