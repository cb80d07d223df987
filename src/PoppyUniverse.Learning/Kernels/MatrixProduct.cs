using System.Diagnostics;
using System.Runtime.Intrinsics;

namespace PoppyUniverse.Learning.Kernels;

/// <summary>
/// C += A·B. Every element of C is its own chain of fused multiply-adds over the depth, in order, so its bits depend on
/// neither the vector width, nor the blocking, nor the other rows. The columns of C are a multiple of 16 and contiguous,
/// as are those of B; A may be strided either way (a transposed A costs nothing).
/// </summary>
internal static unsafe partial class MatrixProduct
{
    /// <summary>Columns come in groups of this many: one 512-bit vector.</summary>
    public const int ColumnGroup = 16;

    /// <summary>The definition: one element after the other.</summary>
    public static void AddReference(Matrix a, Matrix b, Matrix c)
    {
        for (var i = 0; i < c.Rows; i++)
        {
            for (var j = 0; j < c.Columns; j++)
            {
                for (var r = 0; r < a.Columns; r++)
                    c[i, j] = MathF.FusedMultiplyAdd(a[i, r], b[r, j], c[i, j]);
            }
        }
    }

    /// <summary>The same bits, in register blocks: of 16 accumulators in panels of 64, 32 and 16 columns, or of 8 half as wide.</summary>
    public static void Add(Matrix a, Matrix b, Matrix c)
    {
        Debug.Assert(a.Rows == c.Rows && a.Columns == b.Rows && b.Columns == c.Columns, "shapes fit");
        Debug.Assert(c.Columns % ColumnGroup == 0 && c.ColumnStride == 1 && b.ColumnStride == 1, "columns are contiguous groups of 16");
        if (!Vector512.IsHardwareAccelerated)
        {
            AddNarrow(a, b, c);
            return;
        }

        var j = 0;
        for (; j + 64 <= c.Columns; j += 64)
            Panel64(a, b.Data + j, b.RowStride, c.Data + j, c.RowStride);
        for (; j + 32 <= c.Columns; j += 32)
            Panel32(a, b.Data + j, b.RowStride, c.Data + j, c.RowStride);
        for (; j < c.Columns; j += ColumnGroup)
            Panel16(a, b.Data + j, b.RowStride, c.Data + j, c.RowStride);
    }

    private static void Panel64(Matrix a, float* b, nint ldb, float* c, nint ldc)
    {
        var i = 0;
        for (; i + 4 <= a.Rows; i += 4)
            Block4By64(Row(a, i), b, ldb, c + (i * ldc), ldc);
        for (; i < a.Rows; i++)
        {
            for (var j = 0; j < 64; j += ColumnGroup)
                Block1By16(Row(a, i), b + j, ldb, c + (i * ldc) + j);
        }
    }

    private static void Panel32(Matrix a, float* b, nint ldb, float* c, nint ldc)
    {
        var i = 0;
        for (; i + 8 <= a.Rows; i += 8)
            Block8By32(Row(a, i), b, ldb, c + (i * ldc), ldc);
        for (; i < a.Rows; i++)
        {
            for (var j = 0; j < 32; j += ColumnGroup)
                Block1By16(Row(a, i), b + j, ldb, c + (i * ldc) + j);
        }
    }

    private static void Panel16(Matrix a, float* b, nint ldb, float* c, nint ldc)
    {
        var i = 0;
        for (; i + 8 <= a.Rows; i += 8)
            Block8By16(Row(a, i), b, ldb, c + (i * ldc), ldc);
        for (; i < a.Rows; i++)
            Block1By16(Row(a, i), b, ldb, c + (i * ldc));
    }

    // The rows of a from i on; blocks know their own height.
    private static Matrix Row(Matrix a, int i) => new(a.Data + (i * a.RowStride), 0, a.Columns, a.RowStride, a.ColumnStride);
}
