using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PoppyUniverse.Learning.Kernels;

/// <summary>max(one of sixteen numbers, picked for each row, + a number of the row, 0), kept in memory when it is taken.</summary>
/// <param name="choices">(depth × 16): the numbers to pick from.</param>
/// <param name="picks">Which one each row picks.</param>
/// <param name="rows">(depth × 16) each: the rows' own.</param>
/// <param name="kept">(depth × 16) each: where the result goes.</param>
internal readonly unsafe struct PickedSums(float* choices, (Vector512<int> Left, Vector512<int> Right) picks, Strips rows, Strips kept) : IColumnSource
{
    /// <summary>What was taken.</summary>
    public Strips Kept => kept;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (Vector512<float> Left, Vector512<float> Right) Take(int number)
    {
        var place = (nint)number * ColumnProduct.Lanes;
        var choice = Vector512.Load(choices + place);
        var left = RowKernels.Relu(Vector512.ShuffleNative(choice, picks.Left) + Vector512.Load(rows.Left + place));
        var right = RowKernels.Relu(Vector512.ShuffleNative(choice, picks.Right) + Vector512.Load(rows.Right + place));
        left.Store(kept.Left + place);
        right.Store(kept.Right + place);
        return (left, right);
    }
}
