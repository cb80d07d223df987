using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PoppyUniverse.Learning.Kernels;

/// <summary>max(one of sixteen numbers, picked for each row, + a number of the row, 0), kept in memory when it is taken.</summary>
/// <param name="choices">(depth × 16): the numbers to pick from.</param>
/// <param name="picks">Which one each row picks.</param>
/// <param name="rows">(depth × 16): the rows' own.</param>
/// <param name="kept">(depth × 16): where the result goes.</param>
internal readonly unsafe struct PickedSums(float* choices, Vector512<int> picks, float* rows, float* kept) : IColumnSource
{
    /// <summary>What was taken.</summary>
    public float* Kept => kept;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector512<float> Take(int number)
    {
        var place = (nint)number * ColumnProduct.Lanes;
        var sum = RowKernels.Relu(Vector512.ShuffleNative(Vector512.Load(choices + place), picks) + Vector512.Load(rows + place));
        sum.Store(kept + place);
        return sum;
    }
}
