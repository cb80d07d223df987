using System.Runtime.CompilerServices;

namespace PoppyUniverse.Interactions;

/// <summary>
/// A growing column of values, kept in chunks of <see cref="ChunkRows"/> rows so that it may hold more than
/// 2³¹ of them and never moves what it already holds (only the first chunk grows by doubling). A column that takes more
/// than its share of the memory available keeps its later chunks in a temporary file and reads them back when they are
/// asked for; what it answers is the same. Reading is thread-safe once nothing is added any more.
/// </summary>
/// <typeparam name="T">An unmanaged value; a column costs its size a row.</typeparam>
public sealed class Column<T>
    where T : unmanaged
{
    /// <summary>Rows of a full chunk: 2²⁰. Every chunk but the last is full.</summary>
    public const int ChunkRows = 1 << ChunkShift;

    private const int ChunkShift = 20;
    private const int SmallestChunk = 256;
    private readonly int _heapChunks;
    private readonly List<T[]?> _chunks = []; // null where a chunk is in the file
    private ColumnFile<T>? _file;

    /// <summary>An empty column.</summary>
    public Column()
        : this(ColumnMemory.ShareBytes)
    {
    }

    /// <summary>An empty column that keeps so many bytes, in whole chunks, in memory; for tests.</summary>
    internal Column(long heapBytes) => _heapChunks = (int)Math.Min(heapBytes / (Unsafe.SizeOf<T>() * (long)ChunkRows), int.MaxValue);

    /// <summary>Number of rows.</summary>
    public long Count { get; private set; }

    /// <summary>Number of chunks, ⌈Count / ChunkRows⌉.</summary>
    public int ChunkCount => (int)((Count + ChunkRows - 1) >> ChunkShift);

    /// <summary>Chunks that are in the file.</summary>
    internal int ChunksOnDisk => _chunks.Count(chunk => chunk is null);

    /// <summary>The value of a row, 0 ≤ <paramref name="row"/> &lt; <see cref="Count"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The row is outside the column.</exception>
    public T this[long row]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)row, (ulong)Count, nameof(row));
            var index = (int)(row >> ChunkShift);
            return (_chunks[index] ?? _file!.Read(index))[row & (ChunkRows - 1)];
        }
    }

    /// <summary>
    /// The rows of a chunk; chunk c starts at row c · <see cref="ChunkRows"/>. To go through a long column, take it chunk by
    /// chunk: rows asked for one by one, here and there, may each read a chunk from disk.
    /// </summary>
    public ReadOnlySpan<T> Chunk(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)ChunkCount, nameof(index));
        return (_chunks[index] ?? _file!.Read(index)).AsSpan(0, (int)Math.Min(ChunkRows, Count - ((long)index << ChunkShift)));
    }

    /// <summary>Copies rows from <paramref name="first"/> on, as many as fit into <paramref name="to"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many rows.</exception>
    public void CopyTo(long first, Span<T> to)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)first + (ulong)to.Length, (ulong)Count, nameof(first));
        while (!to.IsEmpty)
        {
            var (index, start) = ((int)(first >> ChunkShift), (int)(first & (ChunkRows - 1)));
            var taken = Math.Min(ChunkRows - start, to.Length);
            if (_chunks[index] is { } chunk)
                chunk.AsSpan(start, taken).CopyTo(to);
            else
                _file!.Read(index, start, to[..taken]);
            first += taken;
            to = to[taken..];
        }
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

    /// <summary>Replaces each value by <paramref name="change"/> of it, in place.</summary>
    internal void Replace(Func<T, T> change)
    {
        for (var c = 0; c < ChunkCount; c++)
        {
            var chunk = _chunks[c] ?? _file!.Read(c);
            foreach (ref var value in chunk.AsSpan(0, Chunk(c).Length))
                value = change(value);
            if (_chunks[c] is null)
                _file!.Write(c, chunk);
        }
    }

    /// <summary>The chunk that the next row goes to, with room for it.</summary>
    private T[] Room()
    {
        var index = (int)(Count >> ChunkShift);
        var used = (int)(Count & (ChunkRows - 1));
        if (index == _chunks.Count)
            AddChunk(index);
        else if (used == _chunks[index]!.Length)
        {
            var grown = new T[Math.Min(ChunkRows, used * 2)];
            _chunks[index]!.CopyTo(grown, 0);
            _chunks[index] = grown;
        }

        return _chunks[index]!;
    }

    // A full chunk beyond the column's share leaves its array to the chunk that follows.
    private void AddChunk(int index)
    {
        T[]? free = null;
        if (index > _heapChunks)
        {
            _file ??= new(ChunkRows);
            (free, _chunks[index - 1]) = (_chunks[index - 1], null);
            _file.Write(index - 1, free!);
        }

        _chunks.Add(free ?? new T[index == 0 ? SmallestChunk : ChunkRows]);
    }
}
