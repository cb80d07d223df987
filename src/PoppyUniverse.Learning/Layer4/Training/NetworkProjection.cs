using PoppyUniverse.Learning.Kernels;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// Where the derived tables stand in one block of floats. A lane's gradients of the projected tables have the same places.
/// </summary>
internal sealed class NetworkProjection
{
    public NetworkProjection(NetworkShape shape)
    {
        var first = shape.Hidden[0];
        Values = Take((shape.Values + 1) * first);
        Hours = Take(TimeSlot.Hours * first);
        Days = Take(TimeSlot.Days * first);
        RowsLength = Length;
        if (shape.HasFewOutputs)
            (FewOutputs, FewFactors) = (Take(PairProduct.MostColumns * shape.Hidden[^1]), Take(PairProduct.MostColumns * shape.FactorWidth));
        TableLength = Length;
        FirstUserTransposed = Take(first * shape.UserWidth);
        HiddenTransposed = new int[shape.Hidden.Length];
        for (var layer = 1; layer < shape.Hidden.Length; layer++)
            HiddenTransposed[layer] = Take(shape.Hidden[layer] * shape.Hidden[layer - 1]);
        OutputTransposed = Take(shape.OutputWidth * shape.Hidden[^1]);
        FactorTransposed = Take(shape.OutputWidth * shape.FactorWidth);
    }

    /// <summary>(V + 1 × first hidden width): value and its type through the first layer, bias included.</summary>
    public int Values { get; }

    /// <summary>(24 × first hidden width).</summary>
    public int Hours { get; }

    /// <summary>(7 × first hidden width).</summary>
    public int Days { get; }

    /// <summary>Floats of the tables of rows: values, hours, days.</summary>
    public int RowsLength { get; }

    /// <summary>
    /// Output weights when there are few outputs: the weights in pairs (<see cref="PairProduct.Pack"/>); among gradients
    /// (8 × last hidden width), transposed, so that no product there is of zeros.
    /// </summary>
    public int FewOutputs { get; }

    /// <summary>The same for the product term's weights: among gradients (8 × FactorWidth).</summary>
    public int FewFactors { get; }

    /// <summary>Floats of all that has gradients: the tables, and the few outputs' weights.</summary>
    public int TableLength { get; }

    public int FirstUserTransposed { get; }

    public int[] HiddenTransposed { get; }

    public int OutputTransposed { get; }

    public int FactorTransposed { get; }

    public int Length { get; private set; }

    private int Take(int length)
    {
        var offset = Length;
        Length = checked(Length + length);
        return offset;
    }
}
