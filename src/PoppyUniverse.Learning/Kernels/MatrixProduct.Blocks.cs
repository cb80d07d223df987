using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PoppyUniverse.Learning.Kernels;

// The register blocks, here those of 16 columns. Their accumulators are named one by one because an array of vectors would
// live in memory; that is also why each is one long method.
internal static unsafe partial class MatrixProduct
{
    private static void Block8By16<TSide>(in Matrix a, in Matrix b, in Target c, int i, int j, ref TSide side)
        where TSide : struct, ISideWork
    {
        var floor = Vector512.Create(c.Floor);
        float* f0 = c.FromAt(i, j), f1 = f0 + c.FromStride, f2 = f1 + c.FromStride, f3 = f2 + c.FromStride, f4 = f3 + c.FromStride, f5 = f4 + c.FromStride, f6 = f5 + c.FromStride, f7 = f6 + c.FromStride;
        var s00 = Vector512.Load(f0);
        var s10 = Vector512.Load(f1);
        var s20 = Vector512.Load(f2);
        var s30 = Vector512.Load(f3);
        var s40 = Vector512.Load(f4);
        var s50 = Vector512.Load(f5);
        var s60 = Vector512.Load(f6);
        var s70 = Vector512.Load(f7);
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
                var y = x + (4 * stride);
                var x0 = Vector512.Create(*x);
                s00 = Vector512.FusedMultiplyAdd(x0, b0, s00);
                var x1 = Vector512.Create(x[stride]);
                s10 = Vector512.FusedMultiplyAdd(x1, b0, s10);
                var x2 = Vector512.Create(x[2 * stride]);
                s20 = Vector512.FusedMultiplyAdd(x2, b0, s20);
                var x3 = Vector512.Create(x[stride3]);
                s30 = Vector512.FusedMultiplyAdd(x3, b0, s30);
                var x4 = Vector512.Create(*y);
                s40 = Vector512.FusedMultiplyAdd(x4, b0, s40);
                var x5 = Vector512.Create(y[stride]);
                s50 = Vector512.FusedMultiplyAdd(x5, b0, s50);
                var x6 = Vector512.Create(y[2 * stride]);
                s60 = Vector512.FusedMultiplyAdd(x6, b0, s60);
                var x7 = Vector512.Create(y[stride3]);
                s70 = Vector512.FusedMultiplyAdd(x7, b0, s70);
                x += step;
                row += next;
            }
        }
        while (--works > 0);

        float* t0 = c.ToAt(i, j), t1 = t0 + c.Stride, t2 = t1 + c.Stride, t3 = t2 + c.Stride, t4 = t3 + c.Stride, t5 = t4 + c.Stride, t6 = t5 + c.Stride, t7 = t6 + c.Stride;
        Store(s00, floor, t0);
        Store(s10, floor, t1);
        Store(s20, floor, t2);
        Store(s30, floor, t3);
        Store(s40, floor, t4);
        Store(s50, floor, t5);
        Store(s60, floor, t6);
        Store(s70, floor, t7);
    }

    // One row's chains wait for each other, so that several stand side by side.
    private static void Block1By64(in Matrix a, in Matrix b, in Target c, int i, int j)
    {
        var floor = Vector512.Create(c.Floor);
        var from = c.FromAt(i, j);
        var s00 = Vector512.Load(from);
        var s01 = Vector512.Load(from + 16);
        var s02 = Vector512.Load(from + 32);
        var s03 = Vector512.Load(from + 48);
        float* a0 = a.At(i, 0), row = b.At(0, j);
        var (next, step, depth) = (b.RowStride, a.ColumnStride, a.Columns);
        for (var r = 0; r < depth; r++)
        {
            var x0 = Vector512.Create(*a0);
            s00 = Vector512.FusedMultiplyAdd(x0, Vector512.Load(row), s00);
            s01 = Vector512.FusedMultiplyAdd(x0, Vector512.Load(row + 16), s01);
            s02 = Vector512.FusedMultiplyAdd(x0, Vector512.Load(row + 32), s02);
            s03 = Vector512.FusedMultiplyAdd(x0, Vector512.Load(row + 48), s03);
            a0 += step;
            row += next;
        }

        var to = c.ToAt(i, j);
        Store(s00, floor, to);
        Store(s01, floor, to + 16);
        Store(s02, floor, to + 32);
        Store(s03, floor, to + 48);
    }

    private static void Block1By32(in Matrix a, in Matrix b, in Target c, int i, int j)
    {
        var floor = Vector512.Create(c.Floor);
        var from = c.FromAt(i, j);
        var s00 = Vector512.Load(from);
        var s01 = Vector512.Load(from + 16);
        float* a0 = a.At(i, 0), row = b.At(0, j);
        var (next, step, depth) = (b.RowStride, a.ColumnStride, a.Columns);
        for (var r = 0; r < depth; r++)
        {
            var x0 = Vector512.Create(*a0);
            s00 = Vector512.FusedMultiplyAdd(x0, Vector512.Load(row), s00);
            s01 = Vector512.FusedMultiplyAdd(x0, Vector512.Load(row + 16), s01);
            a0 += step;
            row += next;
        }

        var to = c.ToAt(i, j);
        Store(s00, floor, to);
        Store(s01, floor, to + 16);
    }

    private static void Block1By16(in Matrix a, in Matrix b, in Target c, int i, int j)
    {
        var floor = Vector512.Create(c.Floor);
        var from = c.FromAt(i, j);
        var s00 = Vector512.Load(from);
        float* a0 = a.At(i, 0), row = b.At(0, j);
        var (next, step, depth) = (b.RowStride, a.ColumnStride, a.Columns);
        for (var r = 0; r < depth; r++)
        {
            var x0 = Vector512.Create(*a0);
            s00 = Vector512.FusedMultiplyAdd(x0, Vector512.Load(row), s00);
            a0 += step;
            row += next;
        }

        var to = c.ToAt(i, j);
        Store(s00, floor, to);
    }

    // What is not a number stays so: a network that diverges must be noticed.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> x, Vector512<float> floor, float* to) =>
        RowKernels.AtLeast(floor, x).Store(to);
}
