using System.Runtime.Intrinsics;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>Softmax over the five classes of sixteen rows at a time, each class a column.</summary>
internal static unsafe class ClassSoftmax
{
    private const int Classes = Interaction.StrengthClasses;

    /// <summary>Turns the logits of sixteen rows into probabilities.</summary>
    /// <param name="logits">(5 × stride), at the first of the sixteen.</param>
    /// <param name="to">(5 × stride), may be the same.</param>
    /// <param name="stride">From one class to the next.</param>
    public static void Run(float* logits, float* to, int stride)
    {
        // a logit that is not a number makes all five so, whether or not it counts here
        var largest = Vector512.Load(logits);
        for (var c = 1; c < Classes; c++)
            largest = Vector512.MaxNative(largest, Vector512.Load(logits + (c * stride)));
        var sum = Vector512<float>.Zero;
        for (var c = 0; c < Classes; c++)
        {
            var power = PortableMath.Exp(Vector512.Load(logits + (c * stride)) - largest);
            power.Store(to + (c * stride));
            sum += power;
        }

        for (var c = 0; c < Classes; c++)
            (Vector512.Load(to + (c * stride)) / sum).Store(to + (c * stride));
    }
}
