using System.Text;

namespace PoppyUniverse.Storage.Csv;

/// <summary>Keeps skipped rows, verbatim, behind a first column that tells the reason. The file appears with the first row.</summary>
internal sealed class RejectWriter(string path, IReadOnlyList<string> headers, char separator) : IDisposable
{
    private const int ProblemsKept = 5;

    private readonly List<string> _firstProblems = [];
    private FileStream? _file;

    public string Path => path;

    public long Count { get; private set; }

    public IReadOnlyList<string> FirstProblems => _firstProblems;

    /// <summary>log.csv → log.rejected.csv, in the same folder.</summary>
    public static string PathFor(string path) => System.IO.Path.ChangeExtension(path, ".rejected.csv");

    public void Add(string reason, ReadOnlySpan<byte> rawRow)
    {
        _file ??= Start();
        _file.Write(Encoding.UTF8.GetBytes(CsvText.Quote(reason, separator) + separator));
        _file.Write(rawRow);
        _file.WriteByte((byte)'\n');
        if (_firstProblems.Count < ProblemsKept)
            _firstProblems.Add(reason);
        Count++;
    }

    public void Dispose() => _file?.Dispose();

    private FileStream Start()
    {
        var file = File.Create(path);
        var line = string.Join(separator, headers.Prepend("Reject_Reason").Select(name => CsvText.Quote(name, separator))) + "\n";
        file.Write(Encoding.UTF8.GetBytes(line));
        return file;
    }
}
