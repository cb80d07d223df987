using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>Where each shared parameter stands in one block of floats: offsets, every row padded to groups of 16.</summary>
internal sealed class NetworkLayout
{
    public NetworkLayout(NetworkShape shape)
    {
        var (sizes, first) = (shape.Sizes, shape.Hidden[0]);
        Types = Take((shape.Types + 1) * NetworkShape.Padded(sizes.Type));
        Hours = Take(TimeSlot.Hours * NetworkShape.Padded(sizes.Hour));
        Days = Take(TimeSlot.Days * NetworkShape.Padded(sizes.Day));
        FirstType = Take(sizes.Type * first);
        FirstValue = Take(sizes.Value * first);
        FirstHour = Take(sizes.Hour * first);
        FirstDay = Take(sizes.Day * first);
        if (shape.HasFewOutputs)
            (OutputWeight, FactorWeight) = TakeOutputs(shape);
        FoldedLength = Length;
        UnknownUser = Take(shape.UserRow);
        if (!shape.FixesFactors)
            (HourFactors, DayFactors) = TakeTimeFactors(shape);
        FirstUser = Take(shape.UserWidth * first);
        HiddenWeights = new int[shape.Hidden.Length];
        for (var layer = 1; layer < shape.Hidden.Length; layer++)
            HiddenWeights[layer] = Take(shape.Hidden[layer - 1] * shape.Hidden[layer]);
        HiddenEnd = Length;
        if (!shape.HasFewOutputs)
            (OutputWeight, FactorWeight) = TakeOutputs(shape);
        HiddenBiases = [.. shape.Hidden.Select(Take)];
        OutputBias = Take(shape.OutputWidth);
        DenseLength = Length;
        ValueBias = NetworkShape.Padded(sizes.Value);
        ValueFactors = ValueBias + shape.OutputWidth;
        ValueRow = shape.TakesValue ? ValueFactors + shape.FactorWidth : 0;
        LearnedValueRow = shape.FixesFactors ? ValueFactors : ValueRow;
        Values = Take((shape.Values + 1) * ValueRow);
        if (shape.FixesFactors)
            (HourFactors, DayFactors) = TakeTimeFactors(shape);
    }

    /// <summary>Embedding, output bias and factors of the unknown user.</summary>
    public int UnknownUser { get; }

    /// <summary>What stands before this offset gets its gradients from those of what is derived from it; samples never meet it.</summary>
    public int FoldedLength { get; }

    public int Types { get; }

    public int Hours { get; }

    public int Days { get; }

    /// <summary>(24 × FactorWidth), (7 × FactorWidth): what the product term's factors of time are above 1; behind all else when they are fixed.</summary>
    public int HourFactors { get; }

    public int DayFactors { get; }

    /// <summary>The first layer's weights, by the field they take.</summary>
    public int FirstUser { get; }

    public int FirstType { get; }

    public int FirstValue { get; }

    public int FirstHour { get; }

    public int FirstDay { get; }

    /// <summary>From layer 1 on; the first layer is the five slices.</summary>
    public int[] HiddenWeights { get; }

    /// <summary>Behind the last hidden layer's weights.</summary>
    public int HiddenEnd { get; }

    public int OutputWeight { get; }

    /// <summary>(Factors × OutputWidth): from the product term to the outputs.</summary>
    public int FactorWeight { get; }

    /// <summary>Of each layer; the first stands behind all layers' weights.</summary>
    public int[] HiddenBiases { get; }

    public int OutputBias { get; }

    /// <summary>What stands before this offset moves with every batch; the rows of values behind it only when they occur, fixed factors never.</summary>
    public int DenseLength { get; }

    /// <summary>(V + 1 × ValueRow): embedding, output bias, factors of each value.</summary>
    public int Values { get; }

    /// <summary>Where the factors stand in a value's row.</summary>
    public int ValueFactors { get; }

    /// <summary>Where the output bias stands in a value's row.</summary>
    public int ValueBias { get; }

    /// <summary>Floats of a value's row; 0 when the network does not take values.</summary>
    public int ValueRow { get; }

    /// <summary>Floats of a value's row, from its start, that learn.</summary>
    public int LearnedValueRow { get; }

    public int Length { get; private set; }

    private (int Outputs, int Factors) TakeOutputs(NetworkShape shape) =>
        (Take(shape.Hidden[^1] * shape.OutputWidth), Take(shape.Factors * shape.OutputWidth));

    private (int Hours, int Days) TakeTimeFactors(NetworkShape shape) =>
        (Take(TimeSlot.Hours * shape.FactorWidth), Take(TimeSlot.Days * shape.FactorWidth));

    private int Take(int length)
    {
        var offset = Length;
        Length = checked(Length + length);
        return offset;
    }
}
