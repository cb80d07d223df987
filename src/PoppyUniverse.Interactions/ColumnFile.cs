using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace PoppyUniverse.Interactions;

/// <summary>
/// Chunks of a column in a temporary file, which is gone when the column is, or the process, however it ends. Arrays that
/// were read are kept as long as the garbage collector has room for them.
/// </summary>
internal sealed class ColumnFile<T>
    where T : unmanaged
{
    private readonly int _chunkRows;
    private readonly SafeFileHandle _file;
    private readonly List<WeakReference<T[]>> _read = [];

    public ColumnFile(int chunkRows)
    {
        _chunkRows = chunkRows;
        var path = Path.Combine(Path.GetTempPath(), $"poppy-{Path.GetRandomFileName()}");
        _file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, OperatingSystem.IsWindows() ? FileOptions.DeleteOnClose : FileOptions.None);
        // elsewhere an open file may lose its name at once, so that nothing is left of it even when the process is killed
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
    }

    /// <summary>A whole chunk; not to be changed.</summary>
    public T[] Read(int index)
    {
        WeakReference<T[]> known;
        lock (_read)
        {
            while (_read.Count <= index)
                _read.Add(new(null!));
            known = _read[index];
        }

        lock (known)
        {
            if (!known.TryGetTarget(out var chunk))
            {
                chunk = GC.AllocateUninitializedArray<T>(_chunkRows);
                Read(index, 0, chunk);
                known.SetTarget(chunk);
            }

            return chunk;
        }
    }

    /// <summary>Rows of a chunk, from <paramref name="start"/> on.</summary>
    public void Read(int index, int start, Span<T> to)
    {
        var bytes = MemoryMarshal.AsBytes(to);
        for (var offset = Offset(index, start); !bytes.IsEmpty;)
        {
            var count = RandomAccess.Read(_file, bytes, offset);
            if (count == 0)
                throw new IOException($"The temporary file of a column ends at byte {offset}, inside chunk {index}.");
            bytes = bytes[count..];
            offset += count;
        }
    }

    /// <summary>Writes a whole chunk.</summary>
    public void Write(int index, ReadOnlySpan<T> chunk) => RandomAccess.Write(_file, MemoryMarshal.AsBytes(chunk), Offset(index, 0));

    private long Offset(int index, int start) => (((long)index * _chunkRows) + start) * Unsafe.SizeOf<T>();
}
