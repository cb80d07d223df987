using System.Runtime.Intrinsics;

namespace PoppyUniverse.Learning.Kernels;

// Four rows of 64 columns, sixteen accumulators: where there are 64 columns, the fewest loads a multiply-add.
internal static unsafe partial class MatrixProduct
{
    private static void Block4By64<TSide>(in Matrix a, in Matrix b, in Target c, int i, int j, ref TSide side)
        where TSide : struct, ISideWork
    {
        var floor = Vector512.Create(c.Floor);
        float* f0 = c.FromAt(i, j), f1 = f0 + c.FromStride, f2 = f1 + c.FromStride, f3 = f2 + c.FromStride;
        var s00 = Vector512.Load(f0);
        var s01 = Vector512.Load(f0 + 16);
        var s02 = Vector512.Load(f0 + 32);
        var s03 = Vector512.Load(f0 + 48);
        var s10 = Vector512.Load(f1);
        var s11 = Vector512.Load(f1 + 16);
        var s12 = Vector512.Load(f1 + 32);
        var s13 = Vector512.Load(f1 + 48);
        var s20 = Vector512.Load(f2);
        var s21 = Vector512.Load(f2 + 16);
        var s22 = Vector512.Load(f2 + 32);
        var s23 = Vector512.Load(f2 + 48);
        var s30 = Vector512.Load(f3);
        var s31 = Vector512.Load(f3 + 16);
        var s32 = Vector512.Load(f3 + 32);
        var s33 = Vector512.Load(f3 + 48);
        float* x = a.At(i, 0), row = b.At(0, j);
        var (depth, step, next) = (a.Columns, a.ColumnStride, b.RowStride);
        var (stride, stride3) = (a.RowStride, 3 * a.RowStride);
        var (works, left) = (typeof(TSide) != typeof(NoSideWork) && j == 0 ? 4 : 0, depth);
        do
        {
            if (works > 0)
                side.Row(i + 4 - works);
            var part = works > 1 ? depth / 4 : left;
            left -= part;
            for (; part > 0; part--)
            {
                var b0 = Vector512.Load(row);
                var b1 = Vector512.Load(row + 16);
                var b2 = Vector512.Load(row + 32);
                var b3 = Vector512.Load(row + 48);
                var x0 = Vector512.Create(*x);
                s00 = Vector512.FusedMultiplyAdd(x0, b0, s00);
                s01 = Vector512.FusedMultiplyAdd(x0, b1, s01);
                s02 = Vector512.FusedMultiplyAdd(x0, b2, s02);
                s03 = Vector512.FusedMultiplyAdd(x0, b3, s03);
                var x1 = Vector512.Create(x[stride]);
                s10 = Vector512.FusedMultiplyAdd(x1, b0, s10);
                s11 = Vector512.FusedMultiplyAdd(x1, b1, s11);
                s12 = Vector512.FusedMultiplyAdd(x1, b2, s12);
                s13 = Vector512.FusedMultiplyAdd(x1, b3, s13);
                var x2 = Vector512.Create(x[2 * stride]);
                s20 = Vector512.FusedMultiplyAdd(x2, b0, s20);
                s21 = Vector512.FusedMultiplyAdd(x2, b1, s21);
                s22 = Vector512.FusedMultiplyAdd(x2, b2, s22);
                s23 = Vector512.FusedMultiplyAdd(x2, b3, s23);
                var x3 = Vector512.Create(x[stride3]);
                s30 = Vector512.FusedMultiplyAdd(x3, b0, s30);
                s31 = Vector512.FusedMultiplyAdd(x3, b1, s31);
                s32 = Vector512.FusedMultiplyAdd(x3, b2, s32);
                s33 = Vector512.FusedMultiplyAdd(x3, b3, s33);
                x += step;
                row += next;
            }
        }
        while (--works > 0);

        float* t0 = c.ToAt(i, j), t1 = t0 + c.Stride, t2 = t1 + c.Stride, t3 = t2 + c.Stride;
        Store(s00, floor, t0);
        Store(s01, floor, t0 + 16);
        Store(s02, floor, t0 + 32);
        Store(s03, floor, t0 + 48);
        Store(s10, floor, t1);
        Store(s11, floor, t1 + 16);
        Store(s12, floor, t1 + 32);
        Store(s13, floor, t1 + 48);
        Store(s20, floor, t2);
        Store(s21, floor, t2 + 16);
        Store(s22, floor, t2 + 32);
        Store(s23, floor, t2 + 48);
        Store(s30, floor, t3);
        Store(s31, floor, t3 + 16);
        Store(s32, floor, t3 + 32);
        Store(s33, floor, t3 + 48);
    }
}
