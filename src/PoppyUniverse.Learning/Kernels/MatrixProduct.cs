using System.Diagnostics;
using System.Runtime.Intrinsics;

namespace PoppyUniverse.Learning.Kernels;

/// <summary>
/// C = start + A·B. Every element of C is its own chain of fused multiply-adds over the depth, in order, so its bits depend
/// on neither the vector width, nor the blocking, nor the other rows. The columns of C are a multiple of 16 and contiguous,
/// as are those of B; A may be strided either way (a transposed A costs nothing).
/// </summary>
internal static unsafe partial class MatrixProduct
{
    /// <summary>Columns come in groups of this many: one 512-bit vector.</summary>
    public const int ColumnGroup = 16;

    /// <summary>The most rows of a block. A last block with fewer costs much more a row, so callers with room round rows up, unless there is but one.</summary>
    public const int RowGroup = 8;

    /// <summary>The definition: one element after the other. <paramref name="start"/> is C itself, or one row for all.</summary>
    public static void Reference(Matrix a, Matrix b, Matrix start, Matrix c, bool relu)
    {
        for (var i = 0; i < c.Rows; i++)
        {
            for (var j = 0; j < c.Columns; j++)
            {
                var sum = start[i, j];
                for (var r = 0; r < a.Columns; r++)
                    sum = MathF.FusedMultiplyAdd(a[i, r], b[r, j], sum);
                c[i, j] = relu && sum < 0 ? 0 : sum;
            }
        }
    }

    /// <summary>C += A·B.</summary>
    public static void Add(in Matrix a, in Matrix b, in Matrix c) => Run(a, b, c, new(c.Data, c.RowStride, c, relu: false));

    /// <summary>The same, with other work between.</summary>
    public static void Add<TSide>(in Matrix a, in Matrix b, in Matrix c, ref TSide side)
        where TSide : struct, ISideWork => Run(a, b, c, new(c.Data, c.RowStride, c, relu: false), ref side);

    /// <summary>C = row + A·B, the row (as wide as C) added to each row; what C held does not matter.</summary>
    public static void Start(float* row, in Matrix a, in Matrix b, in Matrix c) => Run(a, b, c, new(row, 0, c, relu: false));

    /// <summary>The same, with other work between.</summary>
    public static void Start<TSide>(float* row, in Matrix a, in Matrix b, in Matrix c, ref TSide side)
        where TSide : struct, ISideWork => Run(a, b, c, new(row, 0, c, relu: false), ref side);

    /// <summary>C = max(row + A·B, 0), with other work between.</summary>
    public static void StartRelu<TSide>(float* row, in Matrix a, in Matrix b, in Matrix c, ref TSide side)
        where TSide : struct, ISideWork => Run(a, b, c, new(row, 0, c, relu: true), ref side);

    /// <summary>So many rows, rounded up to whole blocks.</summary>
    public static int RoundUp(int rows) => (rows + RowGroup - 1) / RowGroup * RowGroup;

    private static void Run(in Matrix a, in Matrix b, in Matrix c, in Target target)
    {
        var nothing = default(NoSideWork);
        Run(a, b, c, target, ref nothing);
    }

    // Work between wants the rows before its own complete, so with several panels it is done group of rows by group.
    private static void Run<TSide>(in Matrix a, in Matrix b, in Matrix c, in Target target, ref TSide side)
        where TSide : struct, ISideWork
    {
        Debug.Assert(a.Rows == c.Rows && a.Columns == b.Rows && b.Columns == c.Columns, "shapes fit");
        Debug.Assert(c.Columns % ColumnGroup == 0 && c.ColumnStride == 1 && b.ColumnStride == 1, "columns are contiguous groups of 16");
        if (!Vector512.IsHardwareAccelerated)
        {
            if (typeof(TSide) == typeof(NoSideWork))
                NarrowPanels(a, b, target);
            else
                NarrowGroups(a, b, target, ref side);
            return;
        }

        var isWhole = typeof(TSide) == typeof(NoSideWork) || c.Columns is 16 or 32 or 64;
        for (var (first, rows) = (0, isWhole ? a.Rows : RowGroup); first < a.Rows; first += rows)
            RunWide(a, b, target, (first, Math.Min(first + rows, a.Rows)), ref side);
    }

    // Where a block's sums start from and go to, and what they are raised to at least.
    private readonly struct Target(float* from, nint fromStride, float* to, nint stride, float floor)
    {
        public Target(float* from, nint fromStride, in Matrix c, bool relu)
            : this(from, fromStride, c.Data, c.RowStride, relu ? 0 : float.NegativeInfinity)
        {
        }

        public nint FromStride { get; } = fromStride;

        public nint Stride { get; } = stride;

        public float Floor { get; } = floor;

        public float* FromAt(int i, int j) => from + (i * FromStride) + j;

        public float* ToAt(int i, int j) => to + (i * Stride) + j;
    }
}
