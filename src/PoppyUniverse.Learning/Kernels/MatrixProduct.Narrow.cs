using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PoppyUniverse.Learning.Kernels;

// Blocks for machines with 256-bit vectors. There are half as many registers of half the width, so a block that fills
// those of 512 bits would live in memory here. Every element is the same chain of multiply-adds, so the bits are the same.
internal static unsafe partial class MatrixProduct
{
    private const int NarrowRows = 4;
    private const int Half = ColumnGroup / 2;

    private static void RunNarrow<TSide>(in Matrix a, in Matrix b, in Target c, (int First, int End) rows, ref TSide side)
        where TSide : struct, ISideWork
    {
        for (var j = 0; j < b.Columns; j += ColumnGroup)
        {
            var i = rows.First;
            for (; i + NarrowRows <= rows.End; i += NarrowRows)
            {
                Work(ref side, j, i, i + NarrowRows);
                NarrowBlock4By16(a, b, c, i, j);
            }

            for (; i < rows.End; i++)
            {
                Work(ref side, j, i, i + 1);
                NarrowBlock1By16(a, b, c, i, j);
            }
        }
    }

    private static void NarrowBlock4By16(in Matrix a, in Matrix b, in Target c, int i, int j)
    {
        var floor = Vector256.Create(c.Floor);
        float* f0 = c.FromAt(i, j), f1 = f0 + c.FromStride, f2 = f1 + c.FromStride, f3 = f2 + c.FromStride;
        var s00 = Vector256.Load(f0);
        var s01 = Vector256.Load(f0 + 8);
        var s10 = Vector256.Load(f1);
        var s11 = Vector256.Load(f1 + 8);
        var s20 = Vector256.Load(f2);
        var s21 = Vector256.Load(f2 + 8);
        var s30 = Vector256.Load(f3);
        var s31 = Vector256.Load(f3 + 8);
        float* a0 = a.At(i, 0), a1 = a0 + a.RowStride, a2 = a1 + a.RowStride, a3 = a2 + a.RowStride;
        var row = b.At(0, j);
        var (next, step, depth) = (b.RowStride, a.ColumnStride, a.Columns);
        for (var r = 0; r < depth; r++)
        {
            var b0 = Vector256.Load(row);
            var b1 = Vector256.Load(row + 8);
            var x0 = Vector256.Create(*a0);
            s00 = Vector256.FusedMultiplyAdd(x0, b0, s00);
            s01 = Vector256.FusedMultiplyAdd(x0, b1, s01);
            a0 += step;
            var x1 = Vector256.Create(*a1);
            s10 = Vector256.FusedMultiplyAdd(x1, b0, s10);
            s11 = Vector256.FusedMultiplyAdd(x1, b1, s11);
            a1 += step;
            var x2 = Vector256.Create(*a2);
            s20 = Vector256.FusedMultiplyAdd(x2, b0, s20);
            s21 = Vector256.FusedMultiplyAdd(x2, b1, s21);
            a2 += step;
            var x3 = Vector256.Create(*a3);
            s30 = Vector256.FusedMultiplyAdd(x3, b0, s30);
            s31 = Vector256.FusedMultiplyAdd(x3, b1, s31);
            a3 += step;
            row += next;
        }

        float* t0 = c.ToAt(i, j), t1 = t0 + c.Stride, t2 = t1 + c.Stride, t3 = t2 + c.Stride;
        Store(s00, floor, t0);
        Store(s01, floor, t0 + 8);
        Store(s10, floor, t1);
        Store(s11, floor, t1 + 8);
        Store(s20, floor, t2);
        Store(s21, floor, t2 + 8);
        Store(s30, floor, t3);
        Store(s31, floor, t3 + 8);
    }

    private static void NarrowBlock1By16(in Matrix a, in Matrix b, in Target c, int i, int j)
    {
        var floor = Vector256.Create(c.Floor);
        float* f0 = c.FromAt(i, j);
        var s00 = Vector256.Load(f0);
        var s01 = Vector256.Load(f0 + 8);
        float* a0 = a.At(i, 0);
        var row = b.At(0, j);
        var (next, step, depth) = (b.RowStride, a.ColumnStride, a.Columns);
        for (var r = 0; r < depth; r++)
        {
            var b0 = Vector256.Load(row);
            var b1 = Vector256.Load(row + 8);
            var x0 = Vector256.Create(*a0);
            s00 = Vector256.FusedMultiplyAdd(x0, b0, s00);
            s01 = Vector256.FusedMultiplyAdd(x0, b1, s01);
            a0 += step;
            row += next;
        }

        float* t0 = c.ToAt(i, j);
        Store(s00, floor, t0);
        Store(s01, floor, t0 + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<float> x, Vector256<float> floor, float* to) =>
        Vector256.ConditionalSelect(Vector256.LessThan(x, floor), floor, x).Store(to);
}
