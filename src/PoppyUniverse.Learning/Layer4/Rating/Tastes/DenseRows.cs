using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>Small dense matrices in double precision, whose rows are whole vectors; every entry is its own chain of fused multiply-adds.</summary>
internal static class DenseRows
{
    /// <summary>to += factor · row.</summary>
    public static void Add(Span<double> to, double factor, ReadOnlySpan<double> row)
    {
        var factors = Vector512.Create(factor);
        ref var target = ref MemoryMarshal.GetReference(to);
        ref var source = ref MemoryMarshal.GetReference(row[..to.Length]);
        for (nuint i = 0; i < (nuint)to.Length; i += TasteModel.Group)
            Vector512.FusedMultiplyAdd(factors, Vector512.LoadUnsafe(ref source, i), Vector512.LoadUnsafe(ref target, i)).StoreUnsafe(ref target, i);
    }

    /// <summary>Product of two vectors, in order of entries.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum = Math.FusedMultiplyAdd(a[i], b[i], sum);
        return sum;
    }

    /// <summary>The inverse of a symmetric positive definite (n × n), in place (Gauss–Jordan; its pivots are positive).</summary>
    public static void Invert(Span<double> a, int n)
    {
        for (var k = 0; k < n; k++)
        {
            var pivotRow = a.Slice(k * n, n);
            var pivot = pivotRow[k];
            pivotRow[k] = 1;
            foreach (ref var entry in pivotRow)
                entry /= pivot;
            for (var i = 0; i < n; i++)
            {
                if (i == k)
                    continue;
                var row = a.Slice(i * n, n);
                var factor = row[k];
                row[k] = 0;
                Add(row, -factor, pivotRow);
            }
        }
    }
}
