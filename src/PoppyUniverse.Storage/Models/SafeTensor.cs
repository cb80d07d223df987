using System.Runtime.InteropServices;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Storage.Models;

/// <summary>A tensor for a safetensors file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Write">Writes its numbers, row-major, little-endian.</param>
internal sealed record SafeTensor(string Name, TensorKind Kind, IReadOnlyList<int> Shape, Action<Stream> Write)
{
    private const int PieceLength = 1 << 16;

    public static SafeTensor Of(string name, IReadOnlyList<int> shape, float[] data) => new(name, TensorKind.Float, shape, file => WriteAll(file, data));

    public static SafeTensor Of(string name, IReadOnlyList<int> shape, long[] data) => new(name, TensorKind.Long, shape, file => WriteAll(file, data));

    public static SafeTensor Of(string name, byte[] data) => new(name, TensorKind.Byte, [data.Length], file => file.Write(data));

    public static SafeTensor Of(CheckpointTensor tensor) => new(tensor.Name, TensorKind.Float, tensor.Shape, file =>
    {
        var piece = new float[Math.Min(PieceLength, tensor.Length)];
        for (long start = 0; start < tensor.Length; start += PieceLength)
        {
            var floats = piece.AsSpan(0, (int)Math.Min(PieceLength, tensor.Length - start));
            tensor.Read(start, floats);
            file.Write(MemoryMarshal.AsBytes(floats));
        }
    });

    // in pieces, for the bytes of an array may be more than a span has
    private static void WriteAll<T>(Stream file, T[] data)
        where T : unmanaged
    {
        for (var start = 0; start < data.Length; start += PieceLength)
            file.Write(MemoryMarshal.AsBytes(data.AsSpan(start, Math.Min(PieceLength, data.Length - start))));
    }
}
