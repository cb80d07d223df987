using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// The vectors and biases of values as kernels want them: a row a value of padded vector and, in a group of 16 of its own,
/// the bias.
/// </summary>
internal sealed unsafe class ValueVectors
{
    public ValueVectors(int values, int size)
    {
        (Values, Size, Width) = (values, size, NetworkShape.Padded(size));
        Block = new((long)values * Row);
    }

    public int Values { get; }

    /// <summary>True length of a vector.</summary>
    public int Size { get; }

    /// <summary>Padded length of a vector; the bias stands behind it.</summary>
    public int Width { get; }

    public int Row => Width + MatrixProduct.ColumnGroup;

    /// <summary>(V × Row).</summary>
    public AlignedFloats Block { get; }

    public float* At(int value) => Block.Pointer + ((nint)value * Row);

    public void Load(ChoiceParameters from)
    {
        for (var value = 0; value < Values; value++)
        {
            from.ValueVector.Data.AsSpan(value * Size, Size).CopyTo(new(At(value), Size));
            At(value)[Width] = from.ValueBias.Data[value];
        }
    }

    public void Store(ChoiceParameters to)
    {
        for (var value = 0; value < Values; value++)
        {
            new Span<float>(At(value), Size).CopyTo(to.ValueVector.Data.AsSpan(value * Size));
            to.ValueBias.Data[value] = At(value)[Width];
        }
    }
}
