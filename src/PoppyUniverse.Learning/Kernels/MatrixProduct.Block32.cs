using System.Runtime.Intrinsics;

namespace PoppyUniverse.Learning.Kernels;

// Eight rows of 32 columns, sixteen accumulators.
internal static unsafe partial class MatrixProduct
{
    private static void Block8By32<TSide>(in Matrix a, in Matrix b, in Target c, int i, int j, ref TSide side)
        where TSide : struct, ISideWork
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
        float* x = a.At(i, 0), row = b.At(0, j);
        var (depth, step, next) = (a.Columns, a.ColumnStride, b.RowStride);
        var (stride, stride3) = (a.RowStride, 3 * a.RowStride);
        var (works, left) = (typeof(TSide) != typeof(NoSideWork) && j == 0 ? 8 : 0, depth);
        do
        {
            if (works > 0)
                side.Row(i + 8 - works);
            var part = works > 1 ? depth / 8 : left;
            left -= part;
            for (; part > 0; part--)
            {
                var b0 = Vector512.Load(row);
                var b1 = Vector512.Load(row + 16);
                var y = x + (4 * stride);
                var x0 = Vector512.Create(*x);
                s00 = Vector512.FusedMultiplyAdd(x0, b0, s00);
                s01 = Vector512.FusedMultiplyAdd(x0, b1, s01);
                var x1 = Vector512.Create(x[stride]);
                s10 = Vector512.FusedMultiplyAdd(x1, b0, s10);
                s11 = Vector512.FusedMultiplyAdd(x1, b1, s11);
                var x2 = Vector512.Create(x[2 * stride]);
                s20 = Vector512.FusedMultiplyAdd(x2, b0, s20);
                s21 = Vector512.FusedMultiplyAdd(x2, b1, s21);
                var x3 = Vector512.Create(x[stride3]);
                s30 = Vector512.FusedMultiplyAdd(x3, b0, s30);
                s31 = Vector512.FusedMultiplyAdd(x3, b1, s31);
                var x4 = Vector512.Create(*y);
                s40 = Vector512.FusedMultiplyAdd(x4, b0, s40);
                s41 = Vector512.FusedMultiplyAdd(x4, b1, s41);
                var x5 = Vector512.Create(y[stride]);
                s50 = Vector512.FusedMultiplyAdd(x5, b0, s50);
                s51 = Vector512.FusedMultiplyAdd(x5, b1, s51);
                var x6 = Vector512.Create(y[2 * stride]);
                s60 = Vector512.FusedMultiplyAdd(x6, b0, s60);
                s61 = Vector512.FusedMultiplyAdd(x6, b1, s61);
                var x7 = Vector512.Create(y[stride3]);
                s70 = Vector512.FusedMultiplyAdd(x7, b0, s70);
                s71 = Vector512.FusedMultiplyAdd(x7, b1, s71);
                x += step;
                row += next;
            }
        }
        while (--works > 0);

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
