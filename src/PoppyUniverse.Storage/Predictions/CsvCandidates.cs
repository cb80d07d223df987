using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Storage.Csv;

namespace PoppyUniverse.Storage.Predictions;

/// <summary>CSV rows on their way from the reader to the writer; their bytes lie behind each other in one array.</summary>
internal sealed class CsvCandidates(IRecommender model, CandidateLookup lookup)
{
    private const int Capacity = 32_768;
    private const int RowsPerPart = 2_048;

    private readonly PredictionBuffer _scores = new(Capacity, model.Targets);
    private readonly int[] _users = new int[Capacity];
    private readonly int[] _values = new int[Capacity];
    private readonly TimeSlot[] _slots = new TimeSlot[Capacity];
    private readonly int[] _ends = new int[Capacity + 1]; // where each row's bytes end, from 1
    private readonly (byte[] Bytes, int Length)[] _parts = new (byte[], int)[Capacity / RowsPerPart];
    private byte[] _text = new byte[Capacity * 64];

    /// <summary>Rows it holds.</summary>
    public int Count { get; private set; }

    /// <summary>Takes as many rows as there are room and rows for; false when there are none.</summary>
    public bool Fill(InteractionRowReader rows)
    {
        for (Count = 0; Count < Capacity && rows.Read(); Count++)
        {
            _users[Count] = lookup.User(rows.User);
            _values[Count] = lookup.Value(rows.Type, rows.Value);
            _slots[Count] = TimeSlot.FromUnixMicroseconds(rows.UnixMicroseconds);
            var end = _ends[Count] + rows.RawRow.Length;
            if (end > _text.Length)
                Array.Resize(ref _text, Math.Max(end, 2 * _text.Length));
            rows.RawRow.CopyTo(_text.AsSpan(_ends[Count]));
            _ends[Count + 1] = end;
        }

        return Count > 0;
    }

    /// <summary>Scores the rows and writes them with their numbers, in order.</summary>
    public void Write(Stream output, char separator, int threads, CancellationToken cancellation)
    {
        var parts = (Count + RowsPerPart - 1) / RowsPerPart;
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        Parallel.For(0, parts, options, part => ScorePart(part, (byte)separator));
        foreach (var (bytes, length) in _parts.AsSpan(0, parts))
            output.Write(bytes, 0, length);
    }

    private void ScorePart(int part, byte separator)
    {
        var first = part * RowsPerPart;
        var count = Math.Min(RowsPerPart, Count - first);
        model.Score(new(_users.AsSpan(first, count), _values.AsSpan(first, count), _slots.AsSpan(first, count)), _scores.Slice(first, count));
        var needed = _ends[first + count] - _ends[first] + (count * (ScoredColumns.MostBytesPerRow + 1));
        var bytes = _parts[part].Bytes?.Length >= needed ? _parts[part].Bytes : new byte[needed];
        var length = 0;
        for (var row = first; row < first + count; row++)
        {
            var text = _text.AsSpan(_ends[row].._ends[row + 1]);
            text.CopyTo(bytes.AsSpan(length));
            length += text.Length;
            length += ScoredColumns.Format(_scores, row, separator, bytes.AsSpan(length));
            bytes[length++] = (byte)'\n';
        }

        _parts[part] = (bytes, length);
    }
}
