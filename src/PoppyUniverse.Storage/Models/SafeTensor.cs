using System.Runtime.InteropServices;

namespace PoppyUniverse.Storage.Models;

/// <summary>A tensor of a safetensors file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">F32 or I64, as the layout calls them.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Bytes">Row-major, little-endian.</param>
internal sealed record SafeTensor(string Name, string Kind, IReadOnlyList<int> Shape, ReadOnlyMemory<byte> Bytes)
{
    public const string Float = "F32";
    public const string Long = "I64";

    public static SafeTensor Of(string name, IReadOnlyList<int> shape, float[] data) =>
        new(name, Float, shape, MemoryMarshal.AsBytes(data.AsSpan()).ToArray());

    public static SafeTensor Of(string name, IReadOnlyList<int> shape, long[] data) =>
        new(name, Long, shape, MemoryMarshal.AsBytes(data.AsSpan()).ToArray());

    public float[] ToFloats() => MemoryMarshal.Cast<byte, float>(Bytes.Span).ToArray();

    public long[] ToLongs() => MemoryMarshal.Cast<byte, long>(Bytes.Span).ToArray();
}
