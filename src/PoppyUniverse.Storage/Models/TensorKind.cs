namespace PoppyUniverse.Storage.Models;

/// <summary>What a tensor of a safetensors file holds.</summary>
/// <param name="Name">As the layout calls it.</param>
/// <param name="Size">Bytes of a number.</param>
internal sealed record TensorKind(string Name, int Size)
{
    public static readonly TensorKind Float = new("F32", sizeof(float));
    public static readonly TensorKind Long = new("I64", sizeof(long));
    public static readonly TensorKind Byte = new("U8", sizeof(byte));

    /// <summary>The kind of that name, or null.</summary>
    public static TensorKind? Of(string? name) => Array.Find([Float, Long, Byte], kind => kind.Name == name);

    /// <summary>Bytes of a tensor of this shape.</summary>
    public long Bytes(IReadOnlyList<int> shape) => shape.Aggregate((long)Size, (product, side) => product * side);
}
