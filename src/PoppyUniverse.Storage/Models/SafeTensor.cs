using System.Runtime.InteropServices;

namespace PoppyUniverse.Storage.Models;

/// <summary>A tensor of a safetensors file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">F32, I64 or U8, as the layout calls them.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Bytes">Row-major, little-endian.</param>
internal sealed record SafeTensor(string Name, string Kind, IReadOnlyList<int> Shape, ReadOnlyMemory<byte> Bytes)
{
    public const string Float = "F32";
    public const string Long = "I64";
    public const string Byte = "U8";

    public static SafeTensor Of(string name, IReadOnlyList<int> shape, float[] data) =>
        new(name, Float, shape, MemoryMarshal.AsBytes(data.AsSpan()).ToArray());

    public static SafeTensor Of(string name, IReadOnlyList<int> shape, long[] data) =>
        new(name, Long, shape, MemoryMarshal.AsBytes(data.AsSpan()).ToArray());

    public static SafeTensor Of(string name, byte[] data) => new(name, Byte, [data.Length], data);

    public float[] ToFloats() => MemoryMarshal.Cast<byte, float>(Bytes.Span).ToArray();

    public long[] ToLongs() => MemoryMarshal.Cast<byte, long>(Bytes.Span).ToArray();
}
