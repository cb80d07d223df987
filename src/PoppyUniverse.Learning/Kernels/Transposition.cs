using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PoppyUniverse.Learning.Kernels;

/// <summary>Transposed matrices, 16 × 16 at a time. Nothing is computed, so bits are those of the source.</summary>
internal static unsafe class Transposition
{
    private const int Side = MatrixProduct.ColumnGroup;
    private const int Half = Side / 2;

    /// <summary>
    /// Writes the transposed of a (rows × columns) matrix without gaps, columns a multiple of 16: (columns × rows rounded
    /// up to 16), zeros where it is rounded up.
    /// </summary>
    public static void Write(float* from, int rows, int columns, float* to)
    {
        var stride = (rows + Side - 1) / Side * Side;
        for (var i = 0; i < rows; i += Side)
        {
            for (var j = 0; j < columns; j += Side)
                Block(from + ((nint)i * columns) + j, columns, Math.Min(Side, rows - i), to + ((nint)j * stride) + i, stride);
        }
    }

    /// <summary>Transposes 16 columns of up to 16 rows; rows that are not there count as zeros.</summary>
    public static void Block(float* from, nint fromStride, int rows, float* to, nint toStride)
    {
        if (Avx512F.IsSupported)
            WideBlock(from, fromStride, rows, to, toStride);
        else if (Avx.IsSupported)
            NarrowBlocks(from, fromStride, rows, to, toStride);
        else
            BlockReference(from, fromStride, rows, to, toStride);
    }

    /// <summary>The definition of <see cref="Block"/>.</summary>
    public static void BlockReference(float* from, nint fromStride, int rows, float* to, nint toStride)
    {
        for (var i = 0; i < Side; i++)
        {
            for (var j = 0; j < Side; j++)
                to[(j * toStride) + i] = i < rows ? from[(i * fromStride) + j] : 0;
        }
    }

    [SkipLocalsInit]
    private static void WideBlock(float* from, nint fromStride, int rows, float* to, nint toStride)
    {
        var quads = stackalloc Vector512<float>[Side];
        for (var q = 0; q < 4; q++)
            Quad(from + (q * 4 * fromStride), fromStride, rows - (q * 4), quads + (q * 4));
        for (var j = 0; j < 4; j++)
        {
            var (a, b, c, d) = (quads[j], quads[4 + j], quads[8 + j], quads[12 + j]);
            var (even, odd) = (Avx512F.Shuffle4x128(a, b, 0x88), Avx512F.Shuffle4x128(a, b, 0xDD));
            var (even2, odd2) = (Avx512F.Shuffle4x128(c, d, 0x88), Avx512F.Shuffle4x128(c, d, 0xDD));
            Avx512F.Shuffle4x128(even, even2, 0x88).Store(to + (j * toStride));
            Avx512F.Shuffle4x128(odd, odd2, 0x88).Store(to + ((4 + j) * toStride));
            Avx512F.Shuffle4x128(even, even2, 0xDD).Store(to + ((8 + j) * toStride));
            Avx512F.Shuffle4x128(odd, odd2, 0xDD).Store(to + ((12 + j) * toStride));
        }
    }

    // Four rows to four vectors: the j-th has, in each quarter q, column 4q + j of the four rows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Quad(float* from, nint stride, int rows, Vector512<float>* to)
    {
        var r0 = rows > 0 ? Vector512.Load(from) : default;
        var r1 = rows > 1 ? Vector512.Load(from + stride) : default;
        var r2 = rows > 2 ? Vector512.Load(from + (2 * stride)) : default;
        var r3 = rows > 3 ? Vector512.Load(from + (3 * stride)) : default;
        var (low01, high01) = (Avx512F.UnpackLow(r0, r1).AsDouble(), Avx512F.UnpackHigh(r0, r1).AsDouble());
        var (low23, high23) = (Avx512F.UnpackLow(r2, r3).AsDouble(), Avx512F.UnpackHigh(r2, r3).AsDouble());
        to[0] = Avx512F.UnpackLow(low01, low23).AsSingle();
        to[1] = Avx512F.UnpackHigh(low01, low23).AsSingle();
        to[2] = Avx512F.UnpackLow(high01, high23).AsSingle();
        to[3] = Avx512F.UnpackHigh(high01, high23).AsSingle();
    }

    private static void NarrowBlocks(float* from, nint fromStride, int rows, float* to, nint toStride)
    {
        for (var i = 0; i < Side; i += Half)
        {
            for (var j = 0; j < Side; j += Half)
                NarrowBlock(from + (i * fromStride) + j, fromStride, rows - i, to + (j * toStride) + i, toStride);
        }
    }

    // 8 × 8: halves of rows four apart side by side, and each half 4 × 4 for itself.
    private static void NarrowBlock(float* from, nint stride, int rows, float* to, nint toStride)
    {
        for (var half = 0; half < 2; half++, from += Half / 2, to += toStride * (Half / 2))
        {
            var (r0, r1, r2, r3) = (Pair(from, stride, 0, rows), Pair(from, stride, 1, rows), Pair(from, stride, 2, rows), Pair(from, stride, 3, rows));
            var (low01, high01) = (Avx.UnpackLow(r0, r1).AsDouble(), Avx.UnpackHigh(r0, r1).AsDouble());
            var (low23, high23) = (Avx.UnpackLow(r2, r3).AsDouble(), Avx.UnpackHigh(r2, r3).AsDouble());
            Avx.UnpackLow(low01, low23).AsSingle().Store(to);
            Avx.UnpackHigh(low01, low23).AsSingle().Store(to + toStride);
            Avx.UnpackLow(high01, high23).AsSingle().Store(to + (2 * toStride));
            Avx.UnpackHigh(high01, high23).AsSingle().Store(to + (3 * toStride));
        }
    }

    // Four columns of a row and of the fourth row after it.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Pair(float* from, nint stride, int row, int rows) => Vector256.Create(
        row < rows ? Vector128.Load(from + (row * stride)) : default,
        row + 4 < rows ? Vector128.Load(from + ((row + 4) * stride)) : default);
}
