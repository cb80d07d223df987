using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PoppyUniverse.Learning.Kernels;

/// <summary>max(a number of each lane + a number that all lanes share, 0) of two strips, kept in memory when it is taken.</summary>
/// <param name="lanes">(depth × 16) each: the lanes' numbers.</param>
/// <param name="shared">(depth) each: what is shared.</param>
/// <param name="kept">(depth × 16) each: where the result goes.</param>
internal readonly unsafe struct SharedSums(Strips lanes, Strips shared, Strips kept) : IColumnSource
{
    /// <summary>What was taken.</summary>
    public Strips Kept => kept;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (Vector512<float> Left, Vector512<float> Right) Take(int number)
    {
        var place = (nint)number * ColumnProduct.Lanes;
        var left = RowKernels.Relu(Vector512.Load(lanes.Left + place) + Vector512.Create(shared.Left[number]));
        var right = RowKernels.Relu(Vector512.Load(lanes.Right + place) + Vector512.Create(shared.Right[number]));
        left.Store(kept.Left + place);
        right.Store(kept.Right + place);
        return (left, right);
    }
}
