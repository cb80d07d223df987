using System.Buffers.Binary;
using System.Text.Json;

namespace PoppyUniverse.Storage.Models;

/// <summary>Reads and checks a safetensors file: every length, offset and shape must fit.</summary>
internal static class SafetensorsReader
{
    /// <summary>The tensors by name.</summary>
    /// <exception cref="ModelFormatException">The bytes are no whole safetensors file.</exception>
    public static Dictionary<string, SafeTensor> Read(byte[] bytes, string path)
    {
        if (bytes.Length < sizeof(long))
            throw new ModelFormatException(path, $"has {bytes.Length} bytes; expected a safetensors file.");
        var headerLength = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        if (headerLength < 2 || headerLength > bytes.Length - sizeof(long))
            throw new ModelFormatException(path, $"is cut off or no safetensors file: its header claims {headerLength} bytes of {bytes.Length}.");
        var data = bytes.AsMemory(sizeof(long) + (int)headerLength);
        try
        {
            using var header = JsonDocument.Parse(bytes.AsMemory(sizeof(long), (int)headerLength));
            return header.RootElement.EnumerateObject()
                .Where(entry => entry.Name != "__metadata__")
                .ToDictionary(entry => entry.Name, entry => Tensor(entry, data, path), StringComparer.Ordinal);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new ModelFormatException(path, $"has a header that is no safetensors header ({error.Message})");
        }
    }

    private static SafeTensor Tensor(JsonProperty entry, ReadOnlyMemory<byte> data, string path)
    {
        var kind = entry.Value.GetProperty("dtype").GetString()!;
        int[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())];
        long[] offsets = [.. entry.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64())];
        var size = kind switch
        {
            SafeTensor.Float => sizeof(float),
            SafeTensor.Long => sizeof(long),
            SafeTensor.Byte => sizeof(byte),
            _ => throw new ModelFormatException(path, $"tensor '{entry.Name}' has dtype {kind}; expected F32, I64 or U8."),
        };
        var length = shape.Aggregate((long)size, (product, side) => product * side);
        if (offsets is not [var start, var end] || start < 0 || end < start || end - start != length)
            throw new ModelFormatException(path, $"tensor '{entry.Name}' has offsets that do not fit its shape.");
        if (end > data.Length)
            throw new ModelFormatException(path, $"is cut off: tensor '{entry.Name}' ends at {end} of {data.Length} data bytes.");
        return new(entry.Name, kind, shape, data.Slice((int)start, (int)length));
    }
}
