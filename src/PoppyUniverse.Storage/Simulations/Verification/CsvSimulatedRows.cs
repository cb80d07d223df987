using System.Buffers.Text;
using System.Text;
using PoppyUniverse.Simulation;
using PoppyUniverse.Storage.Csv;
using PoppyUniverse.Storage.Simulations.Formats;

namespace PoppyUniverse.Storage.Simulations.Verification;

/// <summary>The rows of a simulated CSV file; of a compressed one from first to last.</summary>
internal sealed class CsvSimulatedRows : ISimulatedRows
{
    private const int LongestShown = 120;

    private readonly string _path;
    private readonly FileStream _file;
    private readonly Stream _text;
    private readonly SimulatedCsvFormatter _formatter;
    private byte[] _expected = [];
    private byte[] _found = [];

    public CsvSimulatedRows(string path, Simulator simulator, bool hasHeader)
    {
        (_path, _formatter) = (path, new(simulator.Catalog, Simulator.FirstUserId));
        _file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        _text = _file.Length == 0 ? _file : FileMagic.Text(path, _file);
        if (!hasHeader)
            return;
        var header = new byte[CsvRowFormatter.Header.Length];
        if (_text.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length || !header.AsSpan().SequenceEqual(CsvRowFormatter.Header))
            throw new DataFormatException(path, 1, 1, "the header is not that of a simulated file.");
    }

    public bool CanSkip => _text == _file;

    // Rows are numbered, so a row is found by halving the file.
    public void MoveTo(long row)
    {
        if (!CanSkip)
            return;
        var (low, high) = (0L, _file.Length);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (NumberAfter(middle) is { } number && number < row + 1)
                low = middle + 1;
            else
                high = middle;
        }

        _file.Position = StartOfLineAfter(low);
    }

    public void Compare(SimulatedRows rows)
    {
        var most = rows.Count * _formatter.MostBytesPerRow;
        if (_expected.Length < most)
            (_expected, _found) = (new byte[most], new byte[most]);
        var length = _formatter.Format(rows, _expected);
        var read = _text.ReadAtLeast(_found.AsSpan(0, length), length, throwOnEndOfStream: false);
        var same = _expected.AsSpan(0, length).CommonPrefixLength(_found.AsSpan(0, read));
        if (same < length)
            throw Difference(rows, same, read);
    }

    public void RequireEnd()
    {
        if (_text.ReadByte() >= 0)
            throw new DataFormatException(_path, 0, 0, "goes on after its last row.");
    }

    public void Dispose()
    {
        _text.Dispose();
        _file.Dispose();
    }

    private DataFormatException Difference(SimulatedRows rows, int same, int read)
    {
        var start = same == 0 ? 0 : _expected.AsSpan(0, same).LastIndexOf((byte)'\n') + 1;
        var row = rows.FirstRow + _expected.AsSpan(0, start).Count((byte)'\n') + 1;
        return new(_path, 0, 0, FormattableString.Invariant(
            $"interaction {row}: is \"{Line(_found.AsSpan(0, read)[start..])}\"; expected \"{Line(_expected.AsSpan(start))}\"."));
    }

    private static string Line(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)'\n');
        return Encoding.UTF8.GetString(text[..Math.Min(end < 0 ? text.Length : end, LongestShown)]);
    }

    // Interaction_ID of the first row that starts at or after a position; null at the end.
    private long? NumberAfter(long position)
    {
        _file.Position = StartOfLineAfter(position);
        Span<byte> start = stackalloc byte[24];
        var read = _file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return read > 0 && Utf8Parser.TryParse(start[..read], out long number, out _) ? number : read == 0 ? null : 0;
    }

    private long StartOfLineAfter(long position)
    {
        if (position == 0)
            return 0;
        _file.Position = position - 1;
        int next;
        do
            next = _file.ReadByte();
        while (next >= 0 && next != '\n');
        return _file.Position;
    }
}
