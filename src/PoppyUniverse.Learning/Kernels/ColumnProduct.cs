using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PoppyUniverse.Learning.Kernels;

/// <summary>
/// Products of sixteen rows that are laid out by column, (depth × 16): a row in each lane, so that what comes out needs no
/// sums across a vector. Every element is the chain of fused multiply-adds that <see cref="MatrixProduct"/> and
/// <see cref="PairProduct"/> make of rows laid out one after the other, so its bits are theirs. The blocks fill 512-bit
/// registers; without them they are right, and slow.
/// </summary>
internal static unsafe partial class ColumnProduct
{
    /// <summary>Rows of a strip.</summary>
    public const int Lanes = MatrixProduct.ColumnGroup;

    /// <summary>Outputs of <see cref="AddPairs"/>.</summary>
    public const int Outputs = 6;

    /// <summary>to[j] = max(start[j] + Σᵣ weights[r, j] · inputs[r], 0).</summary>
    /// <param name="start">(width), a multiple of 16.</param>
    /// <param name="weights">(depth × width), contiguous columns.</param>
    /// <param name="inputs">(depth × 16).</param>
    /// <param name="to">(width × 16).</param>
    public static void StartRelu(float* start, Matrix weights, float* inputs, float* to)
    {
        for (var j = 0; j < weights.Columns; j += MatrixProduct.ColumnGroup)
            Block16(start + j, Columns(weights, j), new StoredColumns(inputs), to + (j * Lanes));
    }

    /// <summary><see cref="StartRelu"/> from inputs that are made, and kept, while the first sixteen columns are computed: it takes no time of its own.</summary>
    public static void StartReluPicked(float* start, Matrix weights, PickedSums inputs, float* to)
    {
        Block16(start, Columns(weights, 0), inputs, to);
        for (var j = MatrixProduct.ColumnGroup; j < weights.Columns; j += MatrixProduct.ColumnGroup)
            Block16(start + j, Columns(weights, j), new StoredColumns(inputs.Kept), to + (j * Lanes));
    }

    /// <summary>The definition of <see cref="StartRelu"/>.</summary>
    public static void StartReluReference(float* start, Matrix weights, float* inputs, float* to)
    {
        for (var j = 0; j < weights.Columns; j++)
        {
            for (var lane = 0; lane < Lanes; lane++)
            {
                var sum = start[j];
                for (var r = 0; r < weights.Rows; r++)
                    sum = MathF.FusedMultiplyAdd(weights[r, j], inputs[(r * Lanes) + lane], sum);
                to[(j * Lanes) + lane] = sum < 0 ? 0 : sum;
            }
        }
    }

    // Sixteen columns: as many accumulators, named because an array of vectors would live in memory.
    private static void Block16<T>(float* start, Matrix weights, T inputs, float* to)
        where T : struct, IColumnSource
    {
        var s00 = Vector512.Create(start[0]);
        var s01 = Vector512.Create(start[1]);
        var s02 = Vector512.Create(start[2]);
        var s03 = Vector512.Create(start[3]);
        var s04 = Vector512.Create(start[4]);
        var s05 = Vector512.Create(start[5]);
        var s06 = Vector512.Create(start[6]);
        var s07 = Vector512.Create(start[7]);
        var s08 = Vector512.Create(start[8]);
        var s09 = Vector512.Create(start[9]);
        var s10 = Vector512.Create(start[10]);
        var s11 = Vector512.Create(start[11]);
        var s12 = Vector512.Create(start[12]);
        var s13 = Vector512.Create(start[13]);
        var s14 = Vector512.Create(start[14]);
        var s15 = Vector512.Create(start[15]);
        var w = weights.Data;
        for (var r = 0; r < weights.Rows; r++, w += weights.RowStride)
        {
            var row = inputs.Take(r);
            s00 = Vector512.FusedMultiplyAdd(Vector512.Create(w[0]), row, s00);
            s01 = Vector512.FusedMultiplyAdd(Vector512.Create(w[1]), row, s01);
            s02 = Vector512.FusedMultiplyAdd(Vector512.Create(w[2]), row, s02);
            s03 = Vector512.FusedMultiplyAdd(Vector512.Create(w[3]), row, s03);
            s04 = Vector512.FusedMultiplyAdd(Vector512.Create(w[4]), row, s04);
            s05 = Vector512.FusedMultiplyAdd(Vector512.Create(w[5]), row, s05);
            s06 = Vector512.FusedMultiplyAdd(Vector512.Create(w[6]), row, s06);
            s07 = Vector512.FusedMultiplyAdd(Vector512.Create(w[7]), row, s07);
            s08 = Vector512.FusedMultiplyAdd(Vector512.Create(w[8]), row, s08);
            s09 = Vector512.FusedMultiplyAdd(Vector512.Create(w[9]), row, s09);
            s10 = Vector512.FusedMultiplyAdd(Vector512.Create(w[10]), row, s10);
            s11 = Vector512.FusedMultiplyAdd(Vector512.Create(w[11]), row, s11);
            s12 = Vector512.FusedMultiplyAdd(Vector512.Create(w[12]), row, s12);
            s13 = Vector512.FusedMultiplyAdd(Vector512.Create(w[13]), row, s13);
            s14 = Vector512.FusedMultiplyAdd(Vector512.Create(w[14]), row, s14);
            s15 = Vector512.FusedMultiplyAdd(Vector512.Create(w[15]), row, s15);
        }

        RowKernels.Relu(s00).Store(to);
        RowKernels.Relu(s01).Store(to + Lanes);
        RowKernels.Relu(s02).Store(to + (2 * Lanes));
        RowKernels.Relu(s03).Store(to + (3 * Lanes));
        RowKernels.Relu(s04).Store(to + (4 * Lanes));
        RowKernels.Relu(s05).Store(to + (5 * Lanes));
        RowKernels.Relu(s06).Store(to + (6 * Lanes));
        RowKernels.Relu(s07).Store(to + (7 * Lanes));
        RowKernels.Relu(s08).Store(to + (8 * Lanes));
        RowKernels.Relu(s09).Store(to + (9 * Lanes));
        RowKernels.Relu(s10).Store(to + (10 * Lanes));
        RowKernels.Relu(s11).Store(to + (11 * Lanes));
        RowKernels.Relu(s12).Store(to + (12 * Lanes));
        RowKernels.Relu(s13).Store(to + (13 * Lanes));
        RowKernels.Relu(s14).Store(to + (14 * Lanes));
        RowKernels.Relu(s15).Store(to + (15 * Lanes));
    }

    private static Matrix Columns(Matrix weights, int j) => new(weights.Data + j, weights.Rows, MatrixProduct.ColumnGroup, weights.RowStride);

    private readonly struct StoredColumns(float* columns) : IColumnSource
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector512<float> Take(int number) => Vector512.Load(columns + ((nint)number * Lanes));
    }
}
