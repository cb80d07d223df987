using System.Runtime.Intrinsics;

namespace PoppyUniverse.Learning.Kernels;

// The register blocks. Their accumulators are named one by one because an array of vectors would live in memory;
// that is also why each is one long method.
internal static unsafe partial class MatrixProduct
{
    private static void Block4By64(Matrix a, float* b, nint ldb, float* c, nint ldc)
    {
        var c1 = c + ldc;
        var c2 = c + (2 * ldc);
        var c3 = c + (3 * ldc);
        var s00 = Vector512.Load(c);
        var s01 = Vector512.Load(c + 16);
        var s02 = Vector512.Load(c + 32);
        var s03 = Vector512.Load(c + 48);
        var s10 = Vector512.Load(c1);
        var s11 = Vector512.Load(c1 + 16);
        var s12 = Vector512.Load(c1 + 32);
        var s13 = Vector512.Load(c1 + 48);
        var s20 = Vector512.Load(c2);
        var s21 = Vector512.Load(c2 + 16);
        var s22 = Vector512.Load(c2 + 32);
        var s23 = Vector512.Load(c2 + 48);
        var s30 = Vector512.Load(c3);
        var s31 = Vector512.Load(c3 + 16);
        var s32 = Vector512.Load(c3 + 32);
        var s33 = Vector512.Load(c3 + 48);
        var (stride, step) = (a.RowStride, a.ColumnStride);
        var a0 = a.Data;
        var a1 = a0 + stride;
        var a2 = a1 + stride;
        var a3 = a2 + stride;
        for (var r = 0; r < a.Columns; r++)
        {
            var b0 = Vector512.Load(b);
            var b1 = Vector512.Load(b + 16);
            var b2 = Vector512.Load(b + 32);
            var b3 = Vector512.Load(b + 48);
            var x0 = Vector512.Create(*a0);
            s00 = Vector512.FusedMultiplyAdd(x0, b0, s00);
            s01 = Vector512.FusedMultiplyAdd(x0, b1, s01);
            s02 = Vector512.FusedMultiplyAdd(x0, b2, s02);
            s03 = Vector512.FusedMultiplyAdd(x0, b3, s03);
            a0 += step;
            var x1 = Vector512.Create(*a1);
            s10 = Vector512.FusedMultiplyAdd(x1, b0, s10);
            s11 = Vector512.FusedMultiplyAdd(x1, b1, s11);
            s12 = Vector512.FusedMultiplyAdd(x1, b2, s12);
            s13 = Vector512.FusedMultiplyAdd(x1, b3, s13);
            a1 += step;
            var x2 = Vector512.Create(*a2);
            s20 = Vector512.FusedMultiplyAdd(x2, b0, s20);
            s21 = Vector512.FusedMultiplyAdd(x2, b1, s21);
            s22 = Vector512.FusedMultiplyAdd(x2, b2, s22);
            s23 = Vector512.FusedMultiplyAdd(x2, b3, s23);
            a2 += step;
            var x3 = Vector512.Create(*a3);
            s30 = Vector512.FusedMultiplyAdd(x3, b0, s30);
            s31 = Vector512.FusedMultiplyAdd(x3, b1, s31);
            s32 = Vector512.FusedMultiplyAdd(x3, b2, s32);
            s33 = Vector512.FusedMultiplyAdd(x3, b3, s33);
            a3 += step;
            b += ldb;
        }

        s00.Store(c);
        s01.Store(c + 16);
        s02.Store(c + 32);
        s03.Store(c + 48);
        s10.Store(c1);
        s11.Store(c1 + 16);
        s12.Store(c1 + 32);
        s13.Store(c1 + 48);
        s20.Store(c2);
        s21.Store(c2 + 16);
        s22.Store(c2 + 32);
        s23.Store(c2 + 48);
        s30.Store(c3);
        s31.Store(c3 + 16);
        s32.Store(c3 + 32);
        s33.Store(c3 + 48);
    }

    private static void Block8By32(Matrix a, float* b, nint ldb, float* c, nint ldc)
    {
        var c1 = c + ldc;
        var c2 = c + (2 * ldc);
        var c3 = c + (3 * ldc);
        var c4 = c + (4 * ldc);
        var c5 = c + (5 * ldc);
        var c6 = c + (6 * ldc);
        var c7 = c + (7 * ldc);
        var s00 = Vector512.Load(c);
        var s01 = Vector512.Load(c + 16);
        var s10 = Vector512.Load(c1);
        var s11 = Vector512.Load(c1 + 16);
        var s20 = Vector512.Load(c2);
        var s21 = Vector512.Load(c2 + 16);
        var s30 = Vector512.Load(c3);
        var s31 = Vector512.Load(c3 + 16);
        var s40 = Vector512.Load(c4);
        var s41 = Vector512.Load(c4 + 16);
        var s50 = Vector512.Load(c5);
        var s51 = Vector512.Load(c5 + 16);
        var s60 = Vector512.Load(c6);
        var s61 = Vector512.Load(c6 + 16);
        var s70 = Vector512.Load(c7);
        var s71 = Vector512.Load(c7 + 16);
        var (stride, step) = (a.RowStride, a.ColumnStride);
        var a0 = a.Data;
        var a1 = a0 + stride;
        var a2 = a1 + stride;
        var a3 = a2 + stride;
        var a4 = a3 + stride;
        var a5 = a4 + stride;
        var a6 = a5 + stride;
        var a7 = a6 + stride;
        for (var r = 0; r < a.Columns; r++)
        {
            var b0 = Vector512.Load(b);
            var b1 = Vector512.Load(b + 16);
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
            b += ldb;
        }

        s00.Store(c);
        s01.Store(c + 16);
        s10.Store(c1);
        s11.Store(c1 + 16);
        s20.Store(c2);
        s21.Store(c2 + 16);
        s30.Store(c3);
        s31.Store(c3 + 16);
        s40.Store(c4);
        s41.Store(c4 + 16);
        s50.Store(c5);
        s51.Store(c5 + 16);
        s60.Store(c6);
        s61.Store(c6 + 16);
        s70.Store(c7);
        s71.Store(c7 + 16);
    }

    private static void Block8By16(Matrix a, float* b, nint ldb, float* c, nint ldc)
    {
        var c1 = c + ldc;
        var c2 = c + (2 * ldc);
        var c3 = c + (3 * ldc);
        var c4 = c + (4 * ldc);
        var c5 = c + (5 * ldc);
        var c6 = c + (6 * ldc);
        var c7 = c + (7 * ldc);
        var s00 = Vector512.Load(c);
        var s10 = Vector512.Load(c1);
        var s20 = Vector512.Load(c2);
        var s30 = Vector512.Load(c3);
        var s40 = Vector512.Load(c4);
        var s50 = Vector512.Load(c5);
        var s60 = Vector512.Load(c6);
        var s70 = Vector512.Load(c7);
        var (stride, step) = (a.RowStride, a.ColumnStride);
        var a0 = a.Data;
        var a1 = a0 + stride;
        var a2 = a1 + stride;
        var a3 = a2 + stride;
        var a4 = a3 + stride;
        var a5 = a4 + stride;
        var a6 = a5 + stride;
        var a7 = a6 + stride;
        for (var r = 0; r < a.Columns; r++)
        {
            var b0 = Vector512.Load(b);
            var x0 = Vector512.Create(*a0);
            s00 = Vector512.FusedMultiplyAdd(x0, b0, s00);
            a0 += step;
            var x1 = Vector512.Create(*a1);
            s10 = Vector512.FusedMultiplyAdd(x1, b0, s10);
            a1 += step;
            var x2 = Vector512.Create(*a2);
            s20 = Vector512.FusedMultiplyAdd(x2, b0, s20);
            a2 += step;
            var x3 = Vector512.Create(*a3);
            s30 = Vector512.FusedMultiplyAdd(x3, b0, s30);
            a3 += step;
            var x4 = Vector512.Create(*a4);
            s40 = Vector512.FusedMultiplyAdd(x4, b0, s40);
            a4 += step;
            var x5 = Vector512.Create(*a5);
            s50 = Vector512.FusedMultiplyAdd(x5, b0, s50);
            a5 += step;
            var x6 = Vector512.Create(*a6);
            s60 = Vector512.FusedMultiplyAdd(x6, b0, s60);
            a6 += step;
            var x7 = Vector512.Create(*a7);
            s70 = Vector512.FusedMultiplyAdd(x7, b0, s70);
            a7 += step;
            b += ldb;
        }

        s00.Store(c);
        s10.Store(c1);
        s20.Store(c2);
        s30.Store(c3);
        s40.Store(c4);
        s50.Store(c5);
        s60.Store(c6);
        s70.Store(c7);
    }

    private static void Block1By16(Matrix a, float* b, nint ldb, float* c)
    {
        var sum = Vector512.Load(c);
        var x = a.Data;
        for (var r = 0; r < a.Columns; r++)
        {
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(*x), Vector512.Load(b), sum);
            x += a.ColumnStride;
            b += ldb;
        }

        sum.Store(c);
    }
}
