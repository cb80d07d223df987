using System.Text;
using System.Text.Unicode;

namespace PoppyUniverse.Storage.Importing;

/// <summary>
/// The lines of a text file as UTF-8 or, a line that is not, as Latin-1, which old data sets are in. Line feeds with or
/// without carriage returns; a byte order mark is left out.
/// </summary>
internal sealed class TextLines : IDisposable
{
    private const int LongestLine = 1 << 20;

    private readonly string _path;
    private readonly FileStream _stream;
    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;

    public TextLines(string path)
    {
        if (!File.Exists(path))
            throw new DataFormatException(path, 0, 0, Directory.Exists(path) ? "is a directory; expected a file." : "does not exist.");
        (_path, _stream) = (path, new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan));
    }

    /// <summary>Number of the current line, from 1.</summary>
    public long Number { get; private set; }

    /// <summary>Bytes read so far.</summary>
    public long ByteOffset => _stream.Position - (_end - _start);

    /// <summary>Bytes of the file.</summary>
    public long ByteCount => _stream.Length;

    /// <summary>The next line, or null at the end.</summary>
    public string? Next()
    {
        var length = _buffer.AsSpan(_start.._end).IndexOf((byte)'\n');
        while (length < 0 && Fill())
            length = _buffer.AsSpan(_start.._end).IndexOf((byte)'\n');
        if (length < 0 && _start == _end)
            return null;
        var line = _buffer.AsSpan(_start, length < 0 ? _end - _start : length);
        _start += line.Length + (length < 0 ? 0 : 1);
        if (Number++ == 0 && line.StartsWith(Encoding.UTF8.Preamble))
            line = line[Encoding.UTF8.Preamble.Length..];
        line = line.EndsWith("\r"u8) ? line[..^1] : line;
        return (Utf8.IsValid(line) ? Encoding.UTF8 : Encoding.Latin1).GetString(line);
    }

    public void Dispose() => _stream.Dispose();

    private bool Fill()
    {
        if (_end - _start > LongestLine)
            throw new DataFormatException(_path, Number + 1, 0, $"a line is longer than {LongestLine:N0} bytes; expected one interaction a line.");
        _buffer.AsSpan(_start.._end).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, 2 * _end);
        var read = _stream.Read(_buffer.AsSpan(_end));
        _end += read;
        return read > 0;
    }
}
