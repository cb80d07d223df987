namespace PoppyUniverse.Storage.Simulations.Blocks;

/// <summary>
/// The bytes of a block on their way out: kept while earlier blocks are written, up to a limit, then written in the
/// block's turn. So a block may be of any size, and memory stays the same.
/// </summary>
/// <param name="output">Where the bytes go.</param>
/// <param name="turn">The block's turn.</param>
/// <param name="chunks">Where buffers come from.</param>
/// <param name="mostKept">Bytes to keep while waiting.</param>
internal sealed class TurnBuffer(Stream output, Turns.Turn turn, ChunkPool chunks, long mostKept) : Stream
{
    private readonly List<(byte[] Bytes, int Length)> _kept = [];
    private byte[] _chunk = chunks.Rent(ChunkPool.ChunkBytes);
    private int _length;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Room for so many bytes; <see cref="Advance"/> says how many were used.</summary>
    public Span<byte> Room(int bytes)
    {
        if (_chunk.Length - _length < bytes)
            NextChunk(bytes);
        return _chunk.AsSpan(_length);
    }

    /// <summary>So many bytes were written.</summary>
    public void Advance(int bytes) => _length += bytes;

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        buffer.CopyTo(Room(buffer.Length));
        Advance(buffer.Length);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    /// <summary>Waits for the turn and writes all that is left.</summary>
    public void Finish()
    {
        turn.Await();
        Drain();
        output.Write(_chunk, 0, _length);
        _length = 0;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        foreach (var (bytes, _) in _kept)
            chunks.Return(bytes);
        _kept.Clear();
        chunks.Return(_chunk);
        _chunk = [];
        base.Dispose(disposing);
    }

    private void NextChunk(int bytes)
    {
        if (!turn.HasCome && _kept.Count * (long)ChunkPool.ChunkBytes >= mostKept)
            turn.Await();
        if (turn.HasCome)
        {
            Drain();
            output.Write(_chunk, 0, _length);
            if (bytes <= _chunk.Length)
            {
                _length = 0;
                return;
            }

            chunks.Return(_chunk);
        }
        else
        {
            _kept.Add((_chunk, _length));
        }

        (_chunk, _length) = (chunks.Rent(bytes), 0);
    }

    private void Drain()
    {
        foreach (var (bytes, length) in _kept)
        {
            output.Write(bytes, 0, length);
            chunks.Return(bytes);
        }

        _kept.Clear();
    }
}
