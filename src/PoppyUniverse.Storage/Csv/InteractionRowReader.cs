using CsvHelper;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Storage.Csv;

/// <summary>
/// Reads interactions from a CSV file row by row, in constant memory. Columns are found by name in any order; rows that
/// cannot be read stop the reader or go to the reject file (<see cref="ReadOptions.OnError"/>).
/// </summary>
public sealed partial class InteractionRowReader : IDisposable
{
    private readonly string _path;
    private readonly ReadOptions _options;
    private readonly FileStream _file;
    private readonly bool _isCompressed;
    private readonly CsvReader _csv;
    private readonly Func<bool> _next;
    private readonly ColumnMap _columns;
    private readonly RejectWriter _rejects;
    private char[] _user = new char[64];
    private int _userLength;

    private InteractionRowReader(string path, ReadOptions options, FileStream stream)
    {
        (_path, _options) = (path, options);
        (_file, ByteCount) = (stream, stream.Length);
        var text = FileMagic.Text(path, stream);
        _isCompressed = text != stream;
        _csv = CsvReader.Create(text, new CsvReaderOptions
        {
            MalformedData = CsvMalformedDataHandling.Skip,
            OnMalformedRecord = _malformed.Enqueue,
            MaxRecordSize = LongestRecord,
            TrackLineNumbers = true,
            TrimWhitespace = true,
            PoolStrings = true,
        });
        _next = _csv.Read;
        var headers = Guarded(() => _csv.Headers);
        if (headers.Count == 0 && !Guarded(_next))
            throw Fault(0, 0, "is empty; expected a header and rows.");
        _columns = new(path, headers, options);
        ReadConstants(options.Columns ?? ColumnNames.Usual);
        _rejects = new(options.RejectPath ?? RejectWriter.PathFor(path), headers, Separator);
    }

    /// <summary>Rows read so far, without the skipped ones.</summary>
    public long RowCount { get; private set; }

    /// <summary>Rows skipped so far.</summary>
    public long SkippedCount => _rejects.Count;

    /// <summary>Where skipped rows are; the file exists when there are any.</summary>
    public string RejectPath => _rejects.Path;

    /// <summary>The first few problems that led to skipped rows, as full messages.</summary>
    public IReadOnlyList<string> FirstProblems => _rejects.FirstProblems;

    /// <summary>Bytes of the file.</summary>
    public long ByteCount { get; }

    /// <summary>Bytes before the current row; of a compressed file, those read so far.</summary>
    public long ByteOffset => _isCompressed ? _file.Position : _csv.ByteOffset;

    /// <summary>The character between fields: comma, semicolon, tab or bar, as found in the file.</summary>
    public char Separator => _csv.Separator;

    /// <summary>The header's names, as the file has them.</summary>
    public IReadOnlyList<string> Headers => _csv.Headers;

    /// <summary>Whether the file has a Strength column.</summary>
    public bool HasStrength => _columns[InteractionColumn.Strength] != ColumnMap.Missing;

    /// <summary>The current row as it stands in the file, without the line break.</summary>
    public ReadOnlySpan<byte> RawRow => _csv.RawRecord;

    /// <summary>A field of the current row as it stands in the file, without quotes.</summary>
    internal ReadOnlySpan<byte> Field(int place) => _csv.GetSpan(place);

    /// <summary>User id of the current row.</summary>
    public ReadOnlySpan<char> User => _user.AsSpan(0, _userLength);

    /// <summary>Category type of the current row.</summary>
    public string Type { get; private set; } = "";

    /// <summary>Category value of the current row.</summary>
    public string Value { get; private set; } = "";

    /// <summary>Strength of the current row, 1–5, or <see cref="Interaction.MissingStrength"/>.</summary>
    public byte Strength { get; private set; }

    /// <summary>Time of the current row.</summary>
    public long UnixMicroseconds { get; private set; }

    /// <summary>Opens a file and reads its header.</summary>
    /// <exception cref="DataFormatException">Not a CSV log: empty, another format, a column missing or named twice.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static InteractionRowReader Open(string path, ReadOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (Directory.Exists(path))
            throw new DataFormatException(path, 0, 0, "is a directory; expected a file.");
        if (!File.Exists(path))
            throw new DataFormatException(path, 0, 0, "does not exist; expected a CSV file.");
        FileStream? stream = null;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
            return new(path, options, stream);
        }
        catch (UnauthorizedAccessException)
        {
            throw new DataFormatException(path, 0, 0, "may not be read: permission denied.");
        }
        catch
        {
            stream?.Dispose();
            throw;
        }
    }

    /// <summary>Moves to the next row that can be read.</summary>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="DataFormatException">A row cannot be read, and errors stop.</exception>
    public bool Read()
    {
        while (Guarded(_next))
        {
            TakeMalformed();
            if (Parse() is not { } fault)
            {
                RowCount++;
                return true;
            }

            Reject(fault, _csv.RawRecord);
        }

        TakeMalformed();
        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _rejects.Dispose();
        _csv.Dispose();
    }
}
