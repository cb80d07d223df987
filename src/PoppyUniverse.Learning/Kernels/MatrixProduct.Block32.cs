using System.Runtime.Intrinsics;

namespace PoppyUniverse.Learning.Kernels;

// Eight rows of 32 columns, sixteen accumulators.
internal static unsafe partial class MatrixProduct
{
    private static void Block8By32(in Matrix a, in Matrix b, in Target c, int i, int j)
    {
        var floor = Vector512.Create(c.Floor);
        float* f0 = c.FromAt(i, j), f1 = f0 + c.FromStride, f2 = f1 + c.FromStride, f3 = f2 + c.FromStride, f4 = f3 + c.FromStride, f5 = f4 + c.FromStride, f6 = f5 + c.FromStride, f7 = f6 + c.FromStride;
        var s00 = Vector512.Load(f0);
        var s01 = Vector512.Load(f0 + 16);
        var s10 = Vector512.Load(f1);
        var s11 = Vector512.Load(f1 + 16);
        var s20 = Vector512.Load(f2);
        var s21 = Vector512.Load(f2 + 16);
        var s30 = Vector512.Load(f3);
        var s31 = Vector512.Load(f3 + 16);
        var s40 = Vector512.Load(f4);
        var s41 = Vector512.Load(f4 + 16);
        var s50 = Vector512.Load(f5);
        var s51 = Vector512.Load(f5 + 16);
        var s60 = Vector512.Load(f6);
        var s61 = Vector512.Load(f6 + 16);
        var s70 = Vector512.Load(f7);
        var s71 = Vector512.Load(f7 + 16);
        float* a0 = a.At(i, 0), a1 = a0 + a.RowStride, a2 = a1 + a.RowStride, a3 = a2 + a.RowStride, a4 = a3 + a.RowStride, a5 = a4 + a.RowStride, a6 = a5 + a.RowStride, a7 = a6 + a.RowStride;
        var row = b.At(0, j);
        var (next, step, depth) = (b.RowStride, a.ColumnStride, a.Columns);
        for (var r = 0; r < depth; r++)
        {
            var b0 = Vector512.Load(row);
            var b1 = Vector512.Load(row + 16);
            var x0 = Vector512.Create(*a0);
            s00 = Vector512.FusedMultiplyAdd(x0, b0, s00);
            s01 = Vector512.FusedMultiplyAdd(x0, b1, s01);
            a0 += step;
            var x1 = Vector512.Create(*a1);
            s10 = Vector512.FusedMultiplyAdd(x1, b0, s10);
            s11 = Vector512.FusedMultiplyAdd(x1, b1, s11);
            a1 += step;
            var x2 = Vector512.Create(*a2);
            s20 = Vector512.FusedMultiplyAdd(x2, b0, s20);
            s21 = Vector512.FusedMultiplyAdd(x2, b1, s21);
            a2 += step;
            var x3 = Vector512.Create(*a3);
            s30 = Vector512.FusedMultiplyAdd(x3, b0, s30);
            s31 = Vector512.FusedMultiplyAdd(x3, b1, s31);
            a3 += step;
            var x4 = Vector512.Create(*a4);
            s40 = Vector512.FusedMultiplyAdd(x4, b0, s40);
            s41 = Vector512.FusedMultiplyAdd(x4, b1, s41);
            a4 += step;
            var x5 = Vector512.Create(*a5);
            s50 = Vector512.FusedMultiplyAdd(x5, b0, s50);
            s51 = Vector512.FusedMultiplyAdd(x5, b1, s51);
            a5 += step;
            var x6 = Vector512.Create(*a6);
            s60 = Vector512.FusedMultiplyAdd(x6, b0, s60);
            s61 = Vector512.FusedMultiplyAdd(x6, b1, s61);
            a6 += step;
            var x7 = Vector512.Create(*a7);
            s70 = Vector512.FusedMultiplyAdd(x7, b0, s70);
            s71 = Vector512.FusedMultiplyAdd(x7, b1, s71);
            a7 += step;
            row += next;
        }

        float* t0 = c.ToAt(i, j), t1 = t0 + c.Stride, t2 = t1 + c.Stride, t3 = t2 + c.Stride, t4 = t3 + c.Stride, t5 = t4 + c.Stride, t6 = t5 + c.Stride, t7 = t6 + c.Stride;
        Store(s00, floor, t0);
        Store(s01, floor, t0 + 16);
        Store(s10, floor, t1);
        Store(s11, floor, t1 + 16);
        Store(s20, floor, t2);
        Store(s21, floor, t2 + 16);
        Store(s30, floor, t3);
        Store(s31, floor, t3 + 16);
        Store(s40, floor, t4);
        Store(s41, floor, t4 + 16);
        Store(s50, floor, t5);
        Store(s51, floor, t5 + 16);
        Store(s60, floor, t6);
        Store(s61, floor, t6 + 16);
        Store(s70, floor, t7);
        Store(s71, floor, t7 + 16);
    }
}
