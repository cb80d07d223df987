using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>Small dense matrices in double precision, whose rows are whole vectors; every entry is its own chain of fused multiply-adds.</summary>
internal static class DenseRows
{
    /// <summary>Doubles of a vector, of which all widths are multiples.</summary>
    public const int Group = 8;

    /// <summary>A width rounded up to whole vectors.</summary>
    public static int Padded(int width) => (width + Group - 1) / Group * Group;

    /// <summary>to += factor · row.</summary>
    public static void Add(Span<double> to, double factor, ReadOnlySpan<double> row)
    {
        var factors = Vector512.Create(factor);
        ref var target = ref MemoryMarshal.GetReference(to);
        ref var source = ref MemoryMarshal.GetReference(row[..to.Length]);
        for (nuint i = 0; i < (nuint)to.Length; i += Group)
            Vector512.FusedMultiplyAdd(factors, Vector512.LoadUnsafe(ref source, i), Vector512.LoadUnsafe(ref target, i)).StoreUnsafe(ref target, i);
    }

    /// <summary>to += column · row, (n × width).</summary>
    public static void AddOuter(Span<double> to, ReadOnlySpan<double> column, ReadOnlySpan<double> row)
    {
        ref var target = ref MemoryMarshal.GetReference(to[..(column.Length * row.Length)]);
        for (nuint j = 0; j < (nuint)row.Length; j += Group)
        {
            var part = Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(row), j);
            for (var i = 0; i < column.Length; i++)
            {
                var place = ((nuint)i * (nuint)row.Length) + j;
                Vector512.FusedMultiplyAdd(Vector512.Create(column[i]), part, Vector512.LoadUnsafe(ref target, place)).StoreUnsafe(ref target, place);
            }
        }
    }

    /// <summary>to = column · rows, for rows of a matrix, (n × width).</summary>
    public static void Multiply(ReadOnlySpan<double> column, ReadOnlySpan<double> rows, Span<double> to)
    {
        ref var source = ref MemoryMarshal.GetReference(rows[..(column.Length * to.Length)]);
        for (nuint j = 0; j < (nuint)to.Length; j += Group)
        {
            var sum = Vector512<double>.Zero;
            for (var i = 0; i < column.Length; i++)
                sum = Vector512.FusedMultiplyAdd(Vector512.Create(column[i]), Vector512.LoadUnsafe(ref source, ((nuint)i * (nuint)to.Length) + j), sum);
            sum.StoreUnsafe(ref MemoryMarshal.GetReference(to), j);
        }
    }

    /// <summary>Product of two vectors, in order of entries.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum = Math.FusedMultiplyAdd(a[i], b[i], sum);
        return sum;
    }

    /// <summary>Product of two long vectors: eight chains, every eighth entry each, then added in order.</summary>
    public static double LongDot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var chains = Vector512<double>.Zero;
        ref var first = ref MemoryMarshal.GetReference(a);
        ref var second = ref MemoryMarshal.GetReference(b[..a.Length]);
        for (nuint i = 0; i < (nuint)a.Length; i += Group)
            chains = Vector512.FusedMultiplyAdd(Vector512.LoadUnsafe(ref first, i), Vector512.LoadUnsafe(ref second, i), chains);
        return Sum(chains);
    }

    /// <summary>Logits to probabilities, in place.</summary>
    public static void Softmax(Span<double> logits)
    {
        var largest = Largest(logits);
        var chains = Vector512<double>.Zero;
        ref var entries = ref MemoryMarshal.GetReference(logits);
        for (nuint i = 0; i < (nuint)logits.Length; i += Group)
        {
            var power = PortableMath.Exp(Vector512.LoadUnsafe(ref entries, i) - Vector512.Create(largest));
            power.StoreUnsafe(ref entries, i);
            chains += power;
        }

        Scale(logits, 1 / Sum(chains));
    }

    /// <summary>Logits to probabilities, in place, of a law in proportion to e to the logits and another law.</summary>
    public static void Softmax(Span<double> logits, ReadOnlySpan<double> law)
    {
        var largest = Largest(logits);
        var chains = Vector512<double>.Zero;
        ref var entries = ref MemoryMarshal.GetReference(logits);
        ref var factors = ref MemoryMarshal.GetReference(law[..logits.Length]);
        for (nuint i = 0; i < (nuint)logits.Length; i += Group)
        {
            var power = Vector512.LoadUnsafe(ref factors, i) * PortableMath.Exp(Vector512.LoadUnsafe(ref entries, i) - Vector512.Create(largest));
            power.StoreUnsafe(ref entries, i);
            chains += power;
        }

        Scale(logits, 1 / Sum(chains));
    }

    private static double Largest(ReadOnlySpan<double> row)
    {
        var largest = Vector512.Create(double.NegativeInfinity);
        for (nuint i = 0; i < (nuint)row.Length; i += Group)
            largest = Vector512.Max(largest, Vector512.LoadUnsafe(ref MemoryMarshal.GetReference(row), i));
        var most = largest[0];
        for (var i = 1; i < Group; i++)
            most = Math.Max(most, largest[i]);
        return most;
    }

    private static void Scale(Span<double> row, double factor)
    {
        foreach (ref var entry in row)
            entry *= factor;
    }

    // in order
    private static double Sum(Vector512<double> chains)
    {
        var sum = chains[0];
        for (var i = 1; i < Group; i++)
            sum += chains[i];
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
