using System.Runtime.Intrinsics;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>Softmax over the five classes of sixteen rows at a time, each class a column of 64 rows.</summary>
internal static unsafe class ClassSoftmax
{
    private const int Stride = TileForward.Rows;

    /// <summary>Turns the logits of sixteen rows into probabilities.</summary>
    /// <param name="column">(5 × 64), at the first of the sixteen.</param>
    public static void Run(float* column)
    {
        var (l0, l1, l2, l3, l4) = (
            Vector512.Load(column), Vector512.Load(column + Stride), Vector512.Load(column + (2 * Stride)), Vector512.Load(column + (3 * Stride)), Vector512.Load(column + (4 * Stride)));
        var largest = Vector512.Max(Vector512.Max(Vector512.Max(Vector512.Max(l0, l1), l2), l3), l4);
        var (p0, p1, p2, p3, p4) = (
            PortableMath.Exp(l0 - largest), PortableMath.Exp(l1 - largest), PortableMath.Exp(l2 - largest), PortableMath.Exp(l3 - largest), PortableMath.Exp(l4 - largest));
        var sum = Vector512<float>.Zero + p0 + p1 + p2 + p3 + p4;
        (p0 / sum).Store(column);
        (p1 / sum).Store(column + Stride);
        (p2 / sum).Store(column + (2 * Stride));
        (p3 / sum).Store(column + (3 * Stride));
        (p4 / sum).Store(column + (4 * Stride));
    }
}
