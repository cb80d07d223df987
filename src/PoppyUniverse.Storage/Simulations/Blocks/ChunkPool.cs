using System.Collections.Concurrent;

namespace PoppyUniverse.Storage.Simulations.Blocks;

/// <summary>
/// Buffers of one size, used again and again: fresh memory would cost a page fault every 4 KB, more than the rows in it.
/// </summary>
internal sealed class ChunkPool
{
    /// <summary>Bytes of a buffer.</summary>
    public const int ChunkBytes = 1 << 19;

    private readonly ConcurrentBag<byte[]> _free = [];

    /// <summary>A buffer of at least so many bytes, in any state.</summary>
    public byte[] Rent(int bytes) =>
        bytes > ChunkBytes ? new byte[bytes] : _free.TryTake(out var chunk) ? chunk : GC.AllocateUninitializedArray<byte>(ChunkBytes);

    /// <summary>A buffer is free again.</summary>
    public void Return(byte[] chunk)
    {
        if (chunk.Length == ChunkBytes)
            _free.Add(chunk);
    }
}
