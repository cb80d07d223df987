using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PoppyUniverse.Learning.Kernels;

/// <summary>
/// A·B for a B of at most 8 columns, where <see cref="MatrixProduct"/> would multiply half a vector of zeros: each column
/// is two chains of fused multiply-adds, over the even and over the odd depths, side by side in one vector of 16, added
/// when all products are done. The bits of a row depend on nothing but that row.
/// </summary>
internal static unsafe class PairProduct
{
    /// <summary>The most columns.</summary>
    public const int MostColumns = 8;

    private const int Group = MatrixProduct.ColumnGroup;

    /// <summary>Lays B out by pairs of depths: lane 2j + e of pair p is B[2p + e, j]. The depth is even.</summary>
    /// <param name="b">(depth × 16), columns beyond the eighth zeros.</param>
    /// <param name="depth">Rows of B; a multiple of 2.</param>
    /// <param name="to">(depth ÷ 2 × 16).</param>
    public static void Pack(float* b, int depth, float* to)
    {
        for (var r = 0; r < depth; r++)
        {
            for (var j = 0; j < MostColumns; j++)
                to[((r >> 1) * Group) + (2 * j) + (r & 1)] = b[(r * Group) + j];
        }
    }

    /// <summary>sums = A·B, or sums += A·B, in chains of two a column. Rows come in groups of 8 (<see cref="MatrixProduct.RoundUp"/>).</summary>
    /// <param name="a">(rows × depth), contiguous columns.</param>
    /// <param name="pairs">B as <see cref="Pack"/> lays it out.</param>
    /// <param name="sums">(rows × 16).</param>
    /// <param name="add">Whether to go on from what is in <paramref name="sums"/>.</param>
    public static void Run(Matrix a, float* pairs, float* sums, bool add)
    {
        for (var i = 0; i < a.Rows; i += MatrixProduct.RowGroup)
        {
            var rows = a.Data + (i * a.RowStride);
            if (Vector512.IsHardwareAccelerated)
            {
                Block8(rows, a.RowStride, a.Columns, pairs, sums + (i * Group), add);
                continue;
            }

            NarrowBlock4(rows, a.RowStride, a.Columns, pairs, sums + (i * Group), add);
            NarrowBlock4(rows + (4 * a.RowStride), a.RowStride, a.Columns, pairs, sums + ((i + 4) * Group), add);
        }
    }

    /// <summary>The definition of <see cref="Run"/>.</summary>
    public static void RunReference(Matrix a, float* pairs, float* sums, bool add)
    {
        for (var i = 0; i < a.Rows; i++)
        {
            for (var lane = 0; lane < Group; lane++)
            {
                var sum = add ? sums[(i * Group) + lane] : 0;
                for (var r = lane & 1; r < a.Columns; r += 2)
                    sum = MathF.FusedMultiplyAdd(a[i, r], pairs[((r >> 1) * Group) + lane], sum);
                sums[(i * Group) + lane] = sum;
            }
        }
    }

    /// <summary>The eight sums of a row, each of its two chains; zeros in the upper half.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Fold(float* sums)
    {
        if (!Vector512.IsHardwareAccelerated && Avx2.IsSupported)
        {
            // sums of neighbors, quarter by quarter from both halves in turn
            var quarters = Avx.HorizontalAdd(Vector256.Load(sums), Vector256.Load(sums + (Group / 2)));
            return Vector512.Create(Avx2.Permute4x64(quarters.AsDouble(), 0b_11_01_10_00).AsSingle(), Vector256<float>.Zero);
        }

        var chains = Vector512.Load(sums);
        var neighbors = Vector512.Shuffle(chains, Vector512.Create(1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14));
        // an index beyond the lanes gives a zero
        return Vector512.Shuffle(chains + neighbors, Vector512.Create(0, 2, 4, 6, 8, 10, 12, 14, 16, 16, 16, 16, 16, 16, 16, 16));
    }

    private static void Block8(float* a, nint stride, int depth, float* b, float* c, bool add)
    {
        float* a0 = a, a1 = a0 + stride, a2 = a1 + stride, a3 = a2 + stride, a4 = a3 + stride, a5 = a4 + stride, a6 = a5 + stride, a7 = a6 + stride;
        var (s0, s1, s2, s3, s4, s5, s6, s7) = add
            ? (Vector512.Load(c), Vector512.Load(c + 16), Vector512.Load(c + 32), Vector512.Load(c + 48), Vector512.Load(c + 64), Vector512.Load(c + 80), Vector512.Load(c + 96), Vector512.Load(c + 112))
            : default;
        for (var r = 0; r < depth; r += 2, b += Group)
        {
            var x = Vector512.Load(b);
            s0 = Vector512.FusedMultiplyAdd(Pair(a0 + r), x, s0);
            s1 = Vector512.FusedMultiplyAdd(Pair(a1 + r), x, s1);
            s2 = Vector512.FusedMultiplyAdd(Pair(a2 + r), x, s2);
            s3 = Vector512.FusedMultiplyAdd(Pair(a3 + r), x, s3);
            s4 = Vector512.FusedMultiplyAdd(Pair(a4 + r), x, s4);
            s5 = Vector512.FusedMultiplyAdd(Pair(a5 + r), x, s5);
            s6 = Vector512.FusedMultiplyAdd(Pair(a6 + r), x, s6);
            s7 = Vector512.FusedMultiplyAdd(Pair(a7 + r), x, s7);
        }

        s0.Store(c);
        s1.Store(c + 16);
        s2.Store(c + 32);
        s3.Store(c + 48);
        s4.Store(c + 64);
        s5.Store(c + 80);
        s6.Store(c + 96);
        s7.Store(c + 112);
    }

    // Four rows, each vector in two halves: eight accumulators fit into 256-bit registers.
    private static void NarrowBlock4(float* a, nint stride, int depth, float* b, float* c, bool add)
    {
        float* a0 = a, a1 = a0 + stride, a2 = a1 + stride, a3 = a2 + stride;
        var (low0, low1, low2, low3) = add ? (Vector256.Load(c), Vector256.Load(c + 16), Vector256.Load(c + 32), Vector256.Load(c + 48)) : default;
        var (high0, high1, high2, high3) = add ? (Vector256.Load(c + 8), Vector256.Load(c + 24), Vector256.Load(c + 40), Vector256.Load(c + 56)) : default;
        for (var r = 0; r < depth; r += 2, b += Group)
        {
            var (low, high) = (Vector256.Load(b), Vector256.Load(b + 8));
            var x0 = HalfPair(a0 + r);
            low0 = Vector256.FusedMultiplyAdd(x0, low, low0);
            high0 = Vector256.FusedMultiplyAdd(x0, high, high0);
            var x1 = HalfPair(a1 + r);
            low1 = Vector256.FusedMultiplyAdd(x1, low, low1);
            high1 = Vector256.FusedMultiplyAdd(x1, high, high1);
            var x2 = HalfPair(a2 + r);
            low2 = Vector256.FusedMultiplyAdd(x2, low, low2);
            high2 = Vector256.FusedMultiplyAdd(x2, high, high2);
            var x3 = HalfPair(a3 + r);
            low3 = Vector256.FusedMultiplyAdd(x3, low, low3);
            high3 = Vector256.FusedMultiplyAdd(x3, high, high3);
        }

        low0.Store(c);
        high0.Store(c + 8);
        low1.Store(c + 16);
        high1.Store(c + 24);
        low2.Store(c + 32);
        high2.Store(c + 40);
        low3.Store(c + 48);
        high3.Store(c + 56);
    }

    // two neighbors, eight times over; moved as one number of 64 bits, never computed with as such
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Pair(float* x) => Vector512.Create(*(long*)x).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> HalfPair(float* x) => Vector256.Create(*(long*)x).AsSingle();
}
