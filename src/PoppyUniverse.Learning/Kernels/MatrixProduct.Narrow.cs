using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PoppyUniverse.Learning.Kernels;

// Blocks for machines with 256-bit vectors: six rows of sixteen columns, twelve accumulators. There are half as many registers
// of half the width, so a block that fills those of 512 bits would live in memory here. Every element is the same chain of
// multiply-adds, so the bits are the same.
internal static unsafe partial class MatrixProduct
{
    private const int Half = ColumnGroup / 2;

    // Panel of columns by panel, so that what is taken of B stays near.
    private static void NarrowPanels(in Matrix a, in Matrix b, in Target c)
    {
        for (var j = 0; j < b.Columns; j += ColumnGroup)
        {
            for (int i = 0, count; i < a.Rows; i += count)
            {
                count = NarrowRows(a.Rows - i);
                NarrowBlock(a, b, c, (i, count), j);
            }
        }
    }

    // Group of rows by group, as work between wants the rows before its own complete. It is spread over the blocks of a group,
    // so that what it asks of memory does not come all at once.
    private static void NarrowGroups<TSide>(in Matrix a, in Matrix b, in Target c, ref TSide side)
        where TSide : struct, ISideWork
    {
        var panels = b.Columns / ColumnGroup;
        for (int i = 0, count; i < a.Rows; i += count)
        {
            count = NarrowRows(a.Rows - i);
            var (done, share) = (i, (count + panels - 1) / panels);
            for (var j = 0; j < b.Columns; j += ColumnGroup)
            {
                for (var end = Math.Min(done + share, i + count); done < end; done++)
                    side.Row(done);
                NarrowBlock(a, b, c, (i, count), j);
            }
        }
    }

    private static void NarrowBlock(in Matrix a, in Matrix b, in Target c, (int First, int Count) rows, int j)
    {
        if (rows.Count == 6)
            NarrowBlock6By16(a, b, c, rows.First, j);
        else if (rows.Count == 4)
            NarrowBlock4By16(a, b, c, rows.First, j);
        else
            NarrowBlock1By16(a, b, c, rows.First, j);
    }

    // Sixes while what they leave are not two rows, which cost as much as four.
    private static int NarrowRows(int left) => left switch
    {
        < 4 => 1,
        < 6 or 8 => 4,
        _ => 6,
    };

    private static void NarrowBlock6By16(in Matrix a, in Matrix b, in Target c, int i, int j)
    {
        var floor = Vector256.Create(c.Floor);
        float* f0 = c.FromAt(i, j), f1 = f0 + c.FromStride, f2 = f1 + c.FromStride, f3 = f2 + c.FromStride, f4 = f3 + c.FromStride, f5 = f4 + c.FromStride;
        var s00 = Vector256.Load(f0);
        var s01 = Vector256.Load(f0 + Half);
        var s10 = Vector256.Load(f1);
        var s11 = Vector256.Load(f1 + Half);
        var s20 = Vector256.Load(f2);
        var s21 = Vector256.Load(f2 + Half);
        var s30 = Vector256.Load(f3);
        var s31 = Vector256.Load(f3 + Half);
        var s40 = Vector256.Load(f4);
        var s41 = Vector256.Load(f4 + Half);
        var s50 = Vector256.Load(f5);
        var s51 = Vector256.Load(f5 + Half);
        float* x = a.At(i, 0), row = b.At(0, j);
        var (depth, step, next, stride) = (a.Columns, a.ColumnStride, b.RowStride, a.RowStride);
        for (var r = 0; r < depth; r++)
        {
            var b0 = Vector256.Load(row);
            var b1 = Vector256.Load(row + Half);
            var y = x + (3 * stride);
            var x0 = Vector256.Create(*x);
            s00 = Vector256.FusedMultiplyAdd(x0, b0, s00);
            s01 = Vector256.FusedMultiplyAdd(x0, b1, s01);
            var x1 = Vector256.Create(x[stride]);
            s10 = Vector256.FusedMultiplyAdd(x1, b0, s10);
            s11 = Vector256.FusedMultiplyAdd(x1, b1, s11);
            var x2 = Vector256.Create(x[2 * stride]);
            s20 = Vector256.FusedMultiplyAdd(x2, b0, s20);
            s21 = Vector256.FusedMultiplyAdd(x2, b1, s21);
            var x3 = Vector256.Create(*y);
            s30 = Vector256.FusedMultiplyAdd(x3, b0, s30);
            s31 = Vector256.FusedMultiplyAdd(x3, b1, s31);
            var x4 = Vector256.Create(y[stride]);
            s40 = Vector256.FusedMultiplyAdd(x4, b0, s40);
            s41 = Vector256.FusedMultiplyAdd(x4, b1, s41);
            var x5 = Vector256.Create(y[2 * stride]);
            s50 = Vector256.FusedMultiplyAdd(x5, b0, s50);
            s51 = Vector256.FusedMultiplyAdd(x5, b1, s51);
            x += step;
            row += next;
        }

        float* t0 = c.ToAt(i, j), t1 = t0 + c.Stride, t2 = t1 + c.Stride, t3 = t2 + c.Stride, t4 = t3 + c.Stride, t5 = t4 + c.Stride;
        Store(s00, floor, t0);
        Store(s01, floor, t0 + Half);
        Store(s10, floor, t1);
        Store(s11, floor, t1 + Half);
        Store(s20, floor, t2);
        Store(s21, floor, t2 + Half);
        Store(s30, floor, t3);
        Store(s31, floor, t3 + Half);
        Store(s40, floor, t4);
        Store(s41, floor, t4 + Half);
        Store(s50, floor, t5);
        Store(s51, floor, t5 + Half);
    }

    private static void NarrowBlock4By16(in Matrix a, in Matrix b, in Target c, int i, int j)
    {
        var floor = Vector256.Create(c.Floor);
        float* f0 = c.FromAt(i, j), f1 = f0 + c.FromStride, f2 = f1 + c.FromStride, f3 = f2 + c.FromStride;
        var s00 = Vector256.Load(f0);
        var s01 = Vector256.Load(f0 + Half);
        var s10 = Vector256.Load(f1);
        var s11 = Vector256.Load(f1 + Half);
        var s20 = Vector256.Load(f2);
        var s21 = Vector256.Load(f2 + Half);
        var s30 = Vector256.Load(f3);
        var s31 = Vector256.Load(f3 + Half);
        float* x = a.At(i, 0), row = b.At(0, j);
        var (depth, step, next, stride) = (a.Columns, a.ColumnStride, b.RowStride, a.RowStride);
        var stride3 = 3 * stride;
        for (var r = 0; r < depth; r++)
        {
            var b0 = Vector256.Load(row);
            var b1 = Vector256.Load(row + Half);
            var x0 = Vector256.Create(*x);
            s00 = Vector256.FusedMultiplyAdd(x0, b0, s00);
            s01 = Vector256.FusedMultiplyAdd(x0, b1, s01);
            var x1 = Vector256.Create(x[stride]);
            s10 = Vector256.FusedMultiplyAdd(x1, b0, s10);
            s11 = Vector256.FusedMultiplyAdd(x1, b1, s11);
            var x2 = Vector256.Create(x[2 * stride]);
            s20 = Vector256.FusedMultiplyAdd(x2, b0, s20);
            s21 = Vector256.FusedMultiplyAdd(x2, b1, s21);
            var x3 = Vector256.Create(x[stride3]);
            s30 = Vector256.FusedMultiplyAdd(x3, b0, s30);
            s31 = Vector256.FusedMultiplyAdd(x3, b1, s31);
            x += step;
            row += next;
        }

        float* t0 = c.ToAt(i, j), t1 = t0 + c.Stride, t2 = t1 + c.Stride, t3 = t2 + c.Stride;
        Store(s00, floor, t0);
        Store(s01, floor, t0 + Half);
        Store(s10, floor, t1);
        Store(s11, floor, t1 + Half);
        Store(s20, floor, t2);
        Store(s21, floor, t2 + Half);
        Store(s30, floor, t3);
        Store(s31, floor, t3 + Half);
    }

    private static void NarrowBlock1By16(in Matrix a, in Matrix b, in Target c, int i, int j)
    {
        var floor = Vector256.Create(c.Floor);
        var from = c.FromAt(i, j);
        var s00 = Vector256.Load(from);
        var s01 = Vector256.Load(from + Half);
        float* x = a.At(i, 0), row = b.At(0, j);
        var (depth, step, next) = (a.Columns, a.ColumnStride, b.RowStride);
        for (var r = 0; r < depth; r++)
        {
            var x0 = Vector256.Create(*x);
            s00 = Vector256.FusedMultiplyAdd(x0, Vector256.Load(row), s00);
            s01 = Vector256.FusedMultiplyAdd(x0, Vector256.Load(row + Half), s01);
            x += step;
            row += next;
        }

        var to = c.ToAt(i, j);
        Store(s00, floor, to);
        Store(s01, floor, to + Half);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<float> x, Vector256<float> floor, float* to) =>
        RowKernels.AtLeast(floor, x).Store(to);
}
