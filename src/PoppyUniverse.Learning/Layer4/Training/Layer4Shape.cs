using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>Sizes of the network as kernels see them: widths rounded up to groups of 16, the rest filled with zeros.</summary>
internal sealed class Layer4Shape
{
    /// <summary>Width of the padded outputs.</summary>
    public const int OutputWidth = MatrixProduct.ColumnGroup;

    public Layer4Shape(Layer4Options options, Catalog catalog)
    {
        Sizes = options.Embeddings;
        Values = catalog.ValueCount;
        Types = catalog.TypeCount;
        UserWidth = Padded(Sizes.User);
        Hidden = [.. options.Hidden.Select(Padded)];
        TypeOfValue = [.. catalog.TypeOfValue, catalog.TypeCount];
    }

    public EmbeddingSizes Sizes { get; }

    /// <summary>Known values; row <see cref="Values"/> is the unknown one.</summary>
    public int Values { get; }

    public int Types { get; }

    /// <summary>Padded width of a user's embedding; a user row is embedding, then output bias.</summary>
    public int UserWidth { get; }

    public int UserRow => UserWidth + OutputWidth;

    /// <summary>Padded widths of the hidden layers.</summary>
    public int[] Hidden { get; }

    /// <summary>Type of each value; the unknown value has the unknown type.</summary>
    public int[] TypeOfValue { get; }

    public static int Padded(int width) =>
        (width + MatrixProduct.ColumnGroup - 1) / MatrixProduct.ColumnGroup * MatrixProduct.ColumnGroup;
}
