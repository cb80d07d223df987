using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PoppyUniverse.Interactions;

/// <summary>
/// <see cref="Philox"/> for eight consecutive counters at once. Each 32-bit word stands in the lower half of a 64-bit
/// lane; what a product leaves in the upper half is not read, so nothing is masked between rounds.
/// </summary>
internal static class PhiloxLanes
{
    private static int Width => Vector512<ulong>.Count;

    /// <summary>Words of counters <paramref name="first"/>, first + 1 …, as many as the columns are long.</summary>
    public static void Fill(ulong first, ulong counterHigh, ulong key, Span<uint> x0, Span<uint> x1, Span<uint> x2, Span<uint> x3)
    {
        var i = 0;
        if (Avx2.IsSupported)
        {
            for (; i <= x0.Length - (2 * Width); i += 2 * Width)
            {
                var (a0, a1, a2, a3) = Block(first + (ulong)i, counterHigh, key);
                var (b0, b1, b2, b3) = Block(first + (ulong)i + (ulong)Width, counterHigh, key);
                Vector512.Narrow(a0, b0).CopyTo(x0[i..]);
                Vector512.Narrow(a1, b1).CopyTo(x1[i..]);
                Vector512.Narrow(a2, b2).CopyTo(x2[i..]);
                Vector512.Narrow(a3, b3).CopyTo(x3[i..]);
            }
        }

        for (; i < x0.Length; i++)
            (x0[i], x1[i], x2[i], x3[i]) = Philox.Block(first + (ulong)i, counterHigh, key);
    }

    private static (Vector512<ulong> X0, Vector512<ulong> X1, Vector512<ulong> X2, Vector512<ulong> X3) Block(
        ulong first, ulong counterHigh, ulong key)
    {
        var x0 = Vector512.Create(first) + Vector512.Create(0UL, 1, 2, 3, 4, 5, 6, 7);
        var x1 = Vector512.ShiftRightLogical(x0, 32);
        var x2 = Vector512.Create(counterHigh);
        var x3 = Vector512.ShiftRightLogical(x2, 32);
        var (m0, m1) = (Vector512.Create((ulong)Philox.Multiplier0), Vector512.Create((ulong)Philox.Multiplier1));
        uint k0 = (uint)key, k1 = (uint)(key >> 32);
        for (var round = 0; round < Philox.Rounds; round++)
        {
            var product0 = Multiply32(m0, x0);
            var product1 = Multiply32(m1, x2);
            x0 = Vector512.ShiftRightLogical(product1, 32) ^ x1 ^ Vector512.Create((ulong)k0);
            x2 = Vector512.ShiftRightLogical(product0, 32) ^ x3 ^ Vector512.Create((ulong)k1);
            x1 = product1;
            x3 = product0;
            k0 += Philox.Weyl0;
            k1 += Philox.Weyl1;
        }

        return (x0, x1, x2, x3);
    }

    // the product of the lower halves of each lane
    private static Vector512<ulong> Multiply32(Vector512<ulong> a, Vector512<ulong> b) =>
        Avx512F.IsSupported
            ? Avx512F.Multiply(a.AsUInt32(), b.AsUInt32())
            : Vector512.Create(
                Avx2.Multiply(a.GetLower().AsUInt32(), b.GetLower().AsUInt32()),
                Avx2.Multiply(a.GetUpper().AsUInt32(), b.GetUpper().AsUInt32()));
}
