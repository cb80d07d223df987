using System.Runtime.Intrinsics;

namespace PoppyUniverse.Learning.Kernels;

/// <summary>Where a product by columns takes its inputs from.</summary>
internal interface IColumnSource
{
    /// <summary>Input <paramref name="number"/> of both strips.</summary>
    (Vector512<float> Left, Vector512<float> Right) Take(int number);
}
