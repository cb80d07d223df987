using System.Text;
using CsvHelper;

namespace PoppyUniverse.Storage.Csv;

/// <summary>Rows that cannot be read, and what becomes of them.</summary>
public sealed partial class InteractionRowReader
{
    // A record that is longer is no interaction: an unclosed quote, or no CSV at all.
    private const int LongestRecord = 1 << 20;

    private readonly Queue<CsvMalformedRecord> _malformed = [];

    private void TakeMalformed()
    {
        while (_malformed.TryDequeue(out var record))
        {
            var problem = record.Reason == CsvMalformedReason.UnterminatedQuote
                ? "a quoted field is never closed; expected a closing quote."
                : "quotes do not balance; expected RFC 4180 quoting.";
            Reject(Fault(record.LineNumber, 0, problem), Encoding.UTF8.GetBytes(record.RawRecord));
        }
    }

    private void Reject(DataFormatException fault, ReadOnlySpan<byte> rawRow)
    {
        if (_options.OnError == OnError.Stop)
            throw fault;
        _rejects.Add(fault.Message, rawRow);
    }

    private DataFormatException Fault(long line, int column, string problem) => new(_path, line, column, problem);

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (CsvFormatException error)
        {
            throw Fault(error.LineNumber, 0, error.Message.Contains("MaxRecordSize", StringComparison.Ordinal) || error.Message.Contains("longer", StringComparison.Ordinal)
                ? $"a row is longer than {LongestRecord:N0} bytes; expected a CSV file with one interaction a row."
                : error.Message);
        }
    }
}
