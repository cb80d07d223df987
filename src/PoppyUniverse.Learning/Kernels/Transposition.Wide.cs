using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PoppyUniverse.Learning.Kernels;

// Blocks in vectors of 512 bits: squares of four by four in each quarter, then the quarters.
internal static unsafe partial class Transposition
{
    private static void WideBlock(float* from, nint fromStride, int rows, float* to, nint toStride)
    {
        var (a0, a1, a2, a3) = Squares(Rows(from, fromStride, rows));
        var (b0, b1, b2, b3) = Squares(Rows(from + (4 * fromStride), fromStride, rows - 4));
        var (c0, c1, c2, c3) = Squares(Rows(from + (8 * fromStride), fromStride, rows - 8));
        var (d0, d1, d2, d3) = Squares(Rows(from + (12 * fromStride), fromStride, rows - 12));
        Quarters(a0, b0, c0, d0, to, toStride);
        Quarters(a1, b1, c1, d1, to + toStride, toStride);
        Quarters(a2, b2, c2, d2, to + (2 * toStride), toStride);
        Quarters(a3, b3, c3, d3, to + (3 * toStride), toStride);
    }

    private static void WideTallBlock(float* from, nint fromStride, float* to, nint toStride)
    {
        var (a0, a1, a2, a3) = Squares(RowPairs(from, fromStride));
        var (b0, b1, b2, b3) = Squares(RowPairs(from + (8 * fromStride), fromStride));
        TallHalves(a0, b0, to, toStride);
        TallHalves(a1, b1, to + toStride, toStride);
        TallHalves(a2, b2, to + (2 * toStride), toStride);
        TallHalves(a3, b3, to + (3 * toStride), toStride);
    }

    private static void WideFlatBlock(float* from, nint fromStride, float* to, nint toStride)
    {
        var (a0, a1, a2, a3) = Squares(Rows(from, fromStride, 4));
        var (b0, b1, b2, b3) = Squares(Rows(from + (4 * fromStride), fromStride, 4));
        FlatHalves(a0, b0, to, toStride);
        FlatHalves(a1, b1, to + toStride, toStride);
        FlatHalves(a2, b2, to + (2 * toStride), toStride);
        FlatHalves(a3, b3, to + (3 * toStride), toStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float> R0, Vector512<float> R1, Vector512<float> R2, Vector512<float> R3) Rows(float* from, nint stride, int rows) => (
        rows > 0 ? Vector512.Load(from) : default,
        rows > 1 ? Vector512.Load(from + stride) : default,
        rows > 2 ? Vector512.Load(from + (2 * stride)) : default,
        rows > 3 ? Vector512.Load(from + (3 * stride)) : default);

    // Eight columns of a row and of the fourth row after it, for four rows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float> R0, Vector512<float> R1, Vector512<float> R2, Vector512<float> R3) RowPairs(float* from, nint stride)
    {
        var after = from + (4 * stride);
        return (
            Pair(from, after), Pair(from + stride, after + stride),
            Pair(from + (2 * stride), after + (2 * stride)), Pair(from + (3 * stride), after + (3 * stride)));

        static Vector512<float> Pair(float* low, float* high) =>
            Avx512DQ.InsertVector256(Vector256.Load(low).ToVector512Unsafe(), Vector256.Load(high), 1);
    }

    // Four rows to four vectors: the j-th has, in each quarter, what the four have at its j-th place.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float> C0, Vector512<float> C1, Vector512<float> C2, Vector512<float> C3) Squares(
        (Vector512<float> R0, Vector512<float> R1, Vector512<float> R2, Vector512<float> R3) rows)
    {
        var (r0, r1, r2, r3) = rows;
        var (low01, high01) = (Avx512F.UnpackLow(r0, r1).AsDouble(), Avx512F.UnpackHigh(r0, r1).AsDouble());
        var (low23, high23) = (Avx512F.UnpackLow(r2, r3).AsDouble(), Avx512F.UnpackHigh(r2, r3).AsDouble());
        return (
            Avx512F.UnpackLow(low01, low23).AsSingle(), Avx512F.UnpackHigh(low01, low23).AsSingle(),
            Avx512F.UnpackLow(high01, high23).AsSingle(), Avx512F.UnpackHigh(high01, high23).AsSingle());
    }

    // Columns j, 4 + j, 8 + j and 12 + j of all rows, from the j-th vectors of four squares of rows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quarters(Vector512<float> a, Vector512<float> b, Vector512<float> c, Vector512<float> d, float* to, nint stride)
    {
        var (even, odd) = (Avx512F.Shuffle4x128(a, b, 0x88), Avx512F.Shuffle4x128(a, b, 0xDD));
        var (even2, odd2) = (Avx512F.Shuffle4x128(c, d, 0x88), Avx512F.Shuffle4x128(c, d, 0xDD));
        Avx512F.Shuffle4x128(even, even2, 0x88).Store(to);
        Avx512F.Shuffle4x128(odd, odd2, 0x88).Store(to + (4 * stride));
        Avx512F.Shuffle4x128(even, even2, 0xDD).Store(to + (8 * stride));
        Avx512F.Shuffle4x128(odd, odd2, 0xDD).Store(to + (12 * stride));
    }

    // Columns j and 4 + j of eight rows and of the next eight, from their j-th vectors.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TallHalves(Vector512<float> a, Vector512<float> b, float* to, nint stride)
    {
        Avx512F.Shuffle4x128(a, b, 0x88).Store(to);
        Avx512F.Shuffle4x128(a, b, 0xDD).Store(to + (4 * stride));
    }

    // Columns j, 4 + j, 8 + j and 12 + j of four rows and of the next four, from their j-th vectors.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FlatHalves(Vector512<float> a, Vector512<float> b, float* to, nint stride)
    {
        var low = Avx512F.PermuteVar8x64x2(a.AsInt64(), Vector512.Create(0L, 1, 8, 9, 2, 3, 10, 11), b.AsInt64()).AsSingle();
        var high = Avx512F.PermuteVar8x64x2(a.AsInt64(), Vector512.Create(4L, 5, 12, 13, 6, 7, 14, 15), b.AsInt64()).AsSingle();
        low.GetLower().Store(to);
        low.GetUpper().Store(to + (4 * stride));
        high.GetLower().Store(to + (8 * stride));
        high.GetUpper().Store(to + (12 * stride));
    }
}
