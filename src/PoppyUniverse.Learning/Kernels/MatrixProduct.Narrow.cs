using System.Runtime.Intrinsics;

namespace PoppyUniverse.Learning.Kernels;

// Blocks for machines with 256-bit vectors. There are half as many registers of half the width, so a block that fills
// those of 512 bits would live in memory here. Every element is the same chain of multiply-adds, so the bits are the same.
internal static unsafe partial class MatrixProduct
{
    private const int NarrowRows = 4;
    private const int Half = ColumnGroup / 2;

    private static void AddNarrow(Matrix a, Matrix b, Matrix c)
    {
        for (var j = 0; j < c.Columns; j += ColumnGroup)
        {
            var i = 0;
            for (; i + NarrowRows <= a.Rows; i += NarrowRows)
                NarrowBlock4By16(Row(a, i), b.Data + j, b.RowStride, c.Data + (i * c.RowStride) + j, c.RowStride);
            for (; i < a.Rows; i++)
                NarrowBlock1By16(Row(a, i), b.Data + j, b.RowStride, c.Data + (i * c.RowStride) + j);
        }
    }

    private static void NarrowBlock4By16(Matrix a, float* b, nint ldb, float* c, nint ldc)
    {
        var c1 = c + ldc;
        var c2 = c + (2 * ldc);
        var c3 = c + (3 * ldc);
        var s00 = Vector256.Load(c);
        var s01 = Vector256.Load(c + Half);
        var s10 = Vector256.Load(c1);
        var s11 = Vector256.Load(c1 + Half);
        var s20 = Vector256.Load(c2);
        var s21 = Vector256.Load(c2 + Half);
        var s30 = Vector256.Load(c3);
        var s31 = Vector256.Load(c3 + Half);
        var (stride, step) = (a.RowStride, a.ColumnStride);
        var a0 = a.Data;
        var a1 = a0 + stride;
        var a2 = a1 + stride;
        var a3 = a2 + stride;
        for (var r = 0; r < a.Columns; r++)
        {
            var b0 = Vector256.Load(b);
            var b1 = Vector256.Load(b + Half);
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
            b += ldb;
        }

        s00.Store(c);
        s01.Store(c + Half);
        s10.Store(c1);
        s11.Store(c1 + Half);
        s20.Store(c2);
        s21.Store(c2 + Half);
        s30.Store(c3);
        s31.Store(c3 + Half);
    }

    private static void NarrowBlock1By16(Matrix a, float* b, nint ldb, float* c)
    {
        var (low, high) = (Vector256.Load(c), Vector256.Load(c + Half));
        var x = a.Data;
        for (var r = 0; r < a.Columns; r++)
        {
            var broadcast = Vector256.Create(*x);
            low = Vector256.FusedMultiplyAdd(broadcast, Vector256.Load(b), low);
            high = Vector256.FusedMultiplyAdd(broadcast, Vector256.Load(b + Half), high);
            x += a.ColumnStride;
            b += ldb;
        }

        low.Store(c);
        high.Store(c + Half);
    }
}
