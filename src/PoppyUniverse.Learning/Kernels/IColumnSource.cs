using System.Runtime.Intrinsics;

namespace PoppyUniverse.Learning.Kernels;

/// <summary>Where a product by columns takes its inputs from.</summary>
internal interface IColumnSource
{
    /// <summary>Input <paramref name="number"/> of sixteen rows.</summary>
    Vector512<float> Take(int number);
}
