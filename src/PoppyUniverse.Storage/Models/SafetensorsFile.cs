using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace PoppyUniverse.Storage.Models;

/// <summary>
/// An open safetensors file, checked: every length, offset and shape fits. Tensors are read when they are asked for, straight
/// to where they belong.
/// </summary>
internal sealed class SafetensorsFile : IDisposable
{
    private const int MostHeaderBytes = 100_000_000; // the reference implementation's limit
    private const int PieceLength = 1 << 20;

    private readonly string _path;
    private readonly FileStream _file;
    private readonly long _dataStart;

    /// <exception cref="ModelFormatException">It is no whole safetensors file.</exception>
    public SafetensorsFile(string path)
    {
        _path = path;
        _file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        try
        {
            var header = Header();
            _dataStart = _file.Position;
            Tensors = Parse(header);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>Its tensors by name.</summary>
    public IReadOnlyDictionary<string, StoredTensor> Tensors { get; }

    /// <summary>SHA-256 of the whole file, hexadecimal.</summary>
    public string Sha256()
    {
        _file.Position = 0;
        return Convert.ToHexStringLower(SHA256.HashData(_file));
    }

    /// <summary>Fills <paramref name="to"/> with the numbers of a tensor from <paramref name="start"/> on.</summary>
    public void Read<T>(StoredTensor tensor, long start, Span<T> to)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start + to.Length, tensor.Length, nameof(start));
        _file.Position = _dataStart + tensor.Start + (start * tensor.Kind.Size);
        // in pieces, for the bytes of an array may be more than a span has
        for (; !to.IsEmpty; to = to[Math.Min(PieceLength, to.Length)..])
            _file.ReadExactly(MemoryMarshal.AsBytes(to[..Math.Min(PieceLength, to.Length)]));
    }

    public void Dispose() => _file.Dispose();

    private byte[] Header()
    {
        if (_file.Length < sizeof(long))
            throw new ModelFormatException(_path, $"has {_file.Length} bytes; expected a safetensors file.");
        Span<byte> start = stackalloc byte[sizeof(long)];
        _file.ReadExactly(start);
        var length = BinaryPrimitives.ReadInt64LittleEndian(start);
        if (length is < 2 or > MostHeaderBytes || length > _file.Length - sizeof(long))
            throw new ModelFormatException(_path, $"is cut off or no safetensors file: its header claims {length} bytes of {_file.Length}.");
        var header = new byte[length];
        _file.ReadExactly(header);
        return header;
    }

    private Dictionary<string, StoredTensor> Parse(byte[] json)
    {
        try
        {
            using var header = JsonDocument.Parse(json);
            return header.RootElement.EnumerateObject()
                .Where(entry => entry.Name != "__metadata__")
                .ToDictionary(entry => entry.Name, Tensor, StringComparer.Ordinal);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new ModelFormatException(_path, $"has a header that is no safetensors header ({error.Message})");
        }
    }

    private StoredTensor Tensor(JsonProperty entry)
    {
        var name = entry.Value.GetProperty("dtype").GetString();
        var kind = TensorKind.Of(name) ?? throw new ModelFormatException(_path, $"tensor '{entry.Name}' has dtype {name}; expected F32, I64 or U8.");
        int[] shape = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())];
        long[] offsets = [.. entry.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64())];
        if (offsets is not [var start, var end] || start < 0 || end < start || end - start != kind.Bytes(shape))
            throw new ModelFormatException(_path, $"tensor '{entry.Name}' has offsets that do not fit its shape.");
        if (end > _file.Length - _dataStart)
            throw new ModelFormatException(_path, $"is cut off: tensor '{entry.Name}' ends at {end} of {_file.Length - _dataStart} data bytes.");
        return new(entry.Name, kind, shape, start);
    }
}

/// <summary>A tensor in a safetensors file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Start">Where its bytes begin, from the start of the data.</param>
internal sealed record StoredTensor(string Name, TensorKind Kind, IReadOnlyList<int> Shape, long Start)
{
    /// <summary>Its numbers.</summary>
    public long Length => Kind.Bytes(Shape) / Kind.Size;
}
