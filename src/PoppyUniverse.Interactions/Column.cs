namespace PoppyUniverse.Interactions;

/// <summary>
/// A growing column of values, kept in chunks of <see cref="ChunkRows"/> rows so that it may hold more than
/// 2³¹ of them and never moves what it already holds (only the first chunk grows by doubling).
/// </summary>
/// <typeparam name="T">An unmanaged value; a column costs its size a row.</typeparam>
public sealed class Column<T>
    where T : unmanaged
{
    /// <summary>Rows of a full chunk: 2²⁰. Every chunk but the last is full.</summary>
    public const int ChunkRows = 1 << ChunkShift;

    private const int ChunkShift = 20;
    private const int SmallestChunk = 256;
    private readonly List<T[]> _chunks = [];

    /// <summary>Number of rows.</summary>
    public long Count { get; private set; }

    /// <summary>Number of chunks, ⌈Count / ChunkRows⌉.</summary>
    public int ChunkCount => (int)((Count + ChunkRows - 1) >> ChunkShift);

    /// <summary>The value of a row, 0 ≤ <paramref name="row"/> &lt; <see cref="Count"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The row is outside the column.</exception>
    public T this[long row]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)row, (ulong)Count, nameof(row));
            return _chunks[(int)(row >> ChunkShift)][row & (ChunkRows - 1)];
        }
    }

    /// <summary>The rows of a chunk; chunk c starts at row c · <see cref="ChunkRows"/>.</summary>
    public ReadOnlySpan<T> Chunk(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)ChunkCount, nameof(index));
        return _chunks[index].AsSpan(0, (int)Math.Min(ChunkRows, Count - ((long)index << ChunkShift)));
    }

    /// <summary>Adds a row at the end.</summary>
    public void Append(T value) => Room()[(int)(Count++ & (ChunkRows - 1))] = value;

    /// <summary>Adds rows at the end, in order.</summary>
    public void Append(ReadOnlySpan<T> values)
    {
        while (!values.IsEmpty)
        {
            var room = Room().AsSpan((int)(Count & (ChunkRows - 1)));
            var taken = Math.Min(room.Length, values.Length);
            values[..taken].CopyTo(room);
            values = values[taken..];
            Count += taken;
        }
    }

    /// <summary>A new column: each value replaced by <paramref name="change"/> of it.</summary>
    internal Column<T> Map(Func<T, T> change)
    {
        var mapped = new Column<T>();
        for (var c = 0; c < ChunkCount; c++)
            foreach (var value in Chunk(c))
                mapped.Append(change(value));
        return mapped;
    }

    /// <summary>The chunk that the next row goes to, with room for it.</summary>
    private T[] Room()
    {
        var index = (int)(Count >> ChunkShift);
        var used = (int)(Count & (ChunkRows - 1));
        if (index == _chunks.Count)
            _chunks.Add(new T[index == 0 ? SmallestChunk : ChunkRows]);
        else if (used == _chunks[index].Length)
        {
            var grown = new T[Math.Min(ChunkRows, used * 2)];
            _chunks[index].CopyTo(grown, 0);
            _chunks[index] = grown;
        }

        return _chunks[index];
    }
}
