using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>Where each shared parameter stands in one block of floats: offsets, every row padded to groups of 16.</summary>
internal sealed class Layer4Layout
{
    public Layer4Layout(Layer4Shape shape)
    {
        var (sizes, first) = (shape.Sizes, shape.Hidden[0]);
        UnknownUser = Take(shape.UserRow);
        Types = Take((shape.Types + 1) * Layer4Shape.Padded(sizes.Type));
        Hours = Take(TimeSlot.Hours * Layer4Shape.Padded(sizes.Hour));
        Days = Take(TimeSlot.Days * Layer4Shape.Padded(sizes.Day));
        FirstUser = Take(shape.UserWidth * first);
        FirstType = Take(sizes.Type * first);
        FirstValue = Take(sizes.Value * first);
        FirstHour = Take(sizes.Hour * first);
        FirstDay = Take(sizes.Day * first);
        HiddenWeights = new int[shape.Hidden.Length];
        for (var layer = 1; layer < shape.Hidden.Length; layer++)
            HiddenWeights[layer] = Take(shape.Hidden[layer - 1] * shape.Hidden[layer]);
        OutputWeight = Take(shape.Hidden[^1] * Layer4Shape.OutputWidth);
        DecayedLength = Length;
        HiddenBiases = [.. shape.Hidden.Select(Take)];
        OutputBias = Take(Layer4Shape.OutputWidth);
        DenseLength = Length;
        ValueWidth = Layer4Shape.Padded(sizes.Value);
        Values = Take((shape.Values + 1) * ValueRow);
    }

    /// <summary>Embedding and output bias of the unknown user.</summary>
    public int UnknownUser { get; }

    public int Types { get; }

    public int Hours { get; }

    public int Days { get; }

    /// <summary>The first layer's weights, by the field they take.</summary>
    public int FirstUser { get; }

    public int FirstType { get; }

    public int FirstValue { get; }

    public int FirstHour { get; }

    public int FirstDay { get; }

    /// <summary>From layer 1 on; the first layer is the five slices.</summary>
    public int[] HiddenWeights { get; }

    public int OutputWeight { get; }

    /// <summary>What stands before this offset is subject to weight decay; the biases of the layers stand behind.</summary>
    public int DecayedLength { get; }

    public int[] HiddenBiases { get; }

    public int OutputBias { get; }

    /// <summary>What stands before this offset moves with every batch; the rows of values behind it only when they occur.</summary>
    public int DenseLength { get; }

    /// <summary>(V + 1 × ValueRow): embedding, then output bias, of each value.</summary>
    public int Values { get; }

    /// <summary>Padded width of a value's embedding.</summary>
    public int ValueWidth { get; }

    public int ValueRow => ValueWidth + Layer4Shape.OutputWidth;

    public int Length { get; private set; }

    private int Take(int length)
    {
        var offset = Length;
        Length = checked(Length + length);
        return offset;
    }
}
