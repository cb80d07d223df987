using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace PoppyUniverse.Learning.Kernels;

/// <summary>Transposed matrices, blocks of at most 16 × 16 at a time. Nothing is computed, so bits are those of the source.</summary>
internal static unsafe partial class Transposition
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
        if (Avx512DQ.IsSupported)
            WideBlock(from, fromStride, rows, to, toStride);
        else if (Avx.IsSupported)
            NarrowBlocks(from, fromStride, rows, to, toStride);
        else
            Reference(from, fromStride, (rows, Side, Side), to, toStride);
    }

    /// <summary>Transposes 8 columns of 16 rows.</summary>
    public static void TallBlock(float* from, nint fromStride, float* to, nint toStride)
    {
        if (Avx512DQ.IsSupported)
        {
            WideTallBlock(from, fromStride, to, toStride);
        }
        else if (Avx.IsSupported)
        {
            NarrowBlock(from, fromStride, Half, to, toStride);
            NarrowBlock(from + (Half * fromStride), fromStride, Half, to + Half, toStride);
        }
        else
        {
            Reference(from, fromStride, (Side, Side, Half), to, toStride);
        }
    }

    /// <summary>Transposes 16 columns of 8 rows.</summary>
    public static void FlatBlock(float* from, nint fromStride, float* to, nint toStride)
    {
        if (Avx512DQ.IsSupported)
        {
            WideFlatBlock(from, fromStride, to, toStride);
        }
        else if (Avx.IsSupported)
        {
            NarrowBlock(from, fromStride, Half, to, toStride);
            NarrowBlock(from + Half, fromStride, Half, to + (Half * toStride), toStride);
        }
        else
        {
            Reference(from, fromStride, (Half, Half, Side), to, toStride);
        }
    }

    /// <summary>The definition of all blocks.</summary>
    /// <param name="from">The matrix.</param>
    /// <param name="fromStride">From one of its rows to the next.</param>
    /// <param name="size">Rows that are there, rows with those that count as zeros, columns.</param>
    /// <param name="to">The transposed matrix.</param>
    /// <param name="toStride">From one of its rows to the next.</param>
    public static void Reference(float* from, nint fromStride, (int There, int Rows, int Columns) size, float* to, nint toStride)
    {
        for (var i = 0; i < size.Rows; i++)
        {
            for (var j = 0; j < size.Columns; j++)
                to[(j * toStride) + i] = i < size.There ? from[(i * fromStride) + j] : 0;
        }
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
