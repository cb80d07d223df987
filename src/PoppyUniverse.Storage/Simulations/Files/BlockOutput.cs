using System.Security.Cryptography;

namespace PoppyUniverse.Storage.Simulations.Files;

/// <summary>
/// Where blocks are written, one after the other: a stream that counts and, for files, hashes what goes through it.
/// </summary>
/// <param name="inner">The file, or standard output.</param>
/// <param name="hash">The hash, or null where there is no manifest to put it in.</param>
/// <param name="progress">Told the rows written so far.</param>
internal sealed class BlockOutput(Stream inner, IncrementalHash? hash, IProgress<long>? progress) : Stream
{
    private long _rows;

    /// <summary>Told when a block is complete: its number, and the bytes up to here.</summary>
    public Action<int, long>? BlockEnded { get; set; }

    /// <summary>Bytes so far.</summary>
    public long Bytes { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => Bytes;

    public override long Position
    {
        get => Bytes;
        set => throw new NotSupportedException();
    }

    /// <summary>What an earlier run has written already.</summary>
    public void StartAt(long bytes, long rows)
    {
        (Bytes, _rows) = (bytes, rows);
        progress?.Report(rows);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        inner.Write(buffer);
        hash?.AppendData(buffer);
        Bytes += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>A block is complete.</summary>
    public void EndBlock(int block, long rows)
    {
        BlockEnded?.Invoke(block, Bytes);
        progress?.Report(_rows += rows);
    }

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
