using System.Runtime.Intrinsics;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>Softmax over the five classes of sixteen rows at a time, each class a column of 64 rows.</summary>
internal static unsafe class ClassSoftmax
{
    private const int Classes = Interaction.StrengthClasses;
    private const int Stride = TileForward.Rows;

    /// <summary>Turns the logits of sixteen rows into probabilities.</summary>
    /// <param name="column">(5 × 64), at the first of the sixteen.</param>
    public static void Run(float* column)
    {
        var largest = Vector512.Load(column);
        for (var c = 1; c < Classes; c++)
            largest = Vector512.Max(largest, Vector512.Load(column + (c * Stride)));
        var sum = Vector512<float>.Zero;
        for (var c = 0; c < Classes; c++)
        {
            var power = PortableMath.Exp(Vector512.Load(column + (c * Stride)) - largest);
            power.Store(column + (c * Stride));
            sum += power;
        }

        for (var c = 0; c < Classes; c++)
            (Vector512.Load(column + (c * Stride)) / sum).Store(column + (c * Stride));
    }
}
