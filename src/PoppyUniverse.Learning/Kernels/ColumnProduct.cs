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

    private const int BlockColumns = 8;

    /// <summary>Of both strips: to[j] = max(start[j] + Σᵣ weights[r, j] · inputs[r], 0).</summary>
    /// <param name="start">(width), a multiple of 8.</param>
    /// <param name="weights">(depth × width), contiguous columns.</param>
    /// <param name="inputs">(depth × 16) each.</param>
    /// <param name="to">(width × 16) each.</param>
    public static void StartRelu(float* start, in Matrix weights, Strips inputs, Strips to)
    {
        for (var j = 0; j < weights.Columns; j += BlockColumns)
            Block8(start, weights, j, new StoredColumns(inputs), to);
    }

    /// <summary>The same from inputs that are made, and kept, while the first columns are computed.</summary>
    public static void StartRelu(float* start, in Matrix weights, in SharedSums inputs, Strips to)
    {
        Block8(start, weights, 0, inputs, to);
        for (var j = BlockColumns; j < weights.Columns; j += BlockColumns)
            Block8(start, weights, j, new StoredColumns(inputs.Kept), to);
    }

    /// <summary>The definition, of one strip.</summary>
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

    // Eight columns of two strips: sixteen accumulators, named because an array of vectors would live in memory. Each weight
    // is loaded once for both strips; with one strip of sixteen columns, loads would take longer than multiply-adds.
    private static void Block8<T>(float* start, in Matrix weights, int j, T inputs, Strips to)
        where T : struct, IColumnSource
    {
        start += j;
        var left0 = Vector512.Create(start[0]);
        var left1 = Vector512.Create(start[1]);
        var left2 = Vector512.Create(start[2]);
        var left3 = Vector512.Create(start[3]);
        var left4 = Vector512.Create(start[4]);
        var left5 = Vector512.Create(start[5]);
        var left6 = Vector512.Create(start[6]);
        var left7 = Vector512.Create(start[7]);
        var right0 = left0;
        var right1 = left1;
        var right2 = left2;
        var right3 = left3;
        var right4 = left4;
        var right5 = left5;
        var right6 = left6;
        var right7 = left7;
        var w = weights.At(0, j);
        var (next, depth) = (weights.RowStride, weights.Rows);
        for (var r = 0; r < depth; r++, w += next)
        {
            var (left, right) = inputs.Take(r);
            var w0 = Vector512.Create(w[0]);
            left0 = Vector512.FusedMultiplyAdd(w0, left, left0);
            right0 = Vector512.FusedMultiplyAdd(w0, right, right0);
            var w1 = Vector512.Create(w[1]);
            left1 = Vector512.FusedMultiplyAdd(w1, left, left1);
            right1 = Vector512.FusedMultiplyAdd(w1, right, right1);
            var w2 = Vector512.Create(w[2]);
            left2 = Vector512.FusedMultiplyAdd(w2, left, left2);
            right2 = Vector512.FusedMultiplyAdd(w2, right, right2);
            var w3 = Vector512.Create(w[3]);
            left3 = Vector512.FusedMultiplyAdd(w3, left, left3);
            right3 = Vector512.FusedMultiplyAdd(w3, right, right3);
            var w4 = Vector512.Create(w[4]);
            left4 = Vector512.FusedMultiplyAdd(w4, left, left4);
            right4 = Vector512.FusedMultiplyAdd(w4, right, right4);
            var w5 = Vector512.Create(w[5]);
            left5 = Vector512.FusedMultiplyAdd(w5, left, left5);
            right5 = Vector512.FusedMultiplyAdd(w5, right, right5);
            var w6 = Vector512.Create(w[6]);
            left6 = Vector512.FusedMultiplyAdd(w6, left, left6);
            right6 = Vector512.FusedMultiplyAdd(w6, right, right6);
            var w7 = Vector512.Create(w[7]);
            left7 = Vector512.FusedMultiplyAdd(w7, left, left7);
            right7 = Vector512.FusedMultiplyAdd(w7, right, right7);
        }

        float* toLeft = to.Left + (j * Lanes), toRight = to.Right + (j * Lanes);
        RowKernels.Relu(left0).Store(toLeft);
        RowKernels.Relu(left1).Store(toLeft + Lanes);
        RowKernels.Relu(left2).Store(toLeft + (2 * Lanes));
        RowKernels.Relu(left3).Store(toLeft + (3 * Lanes));
        RowKernels.Relu(left4).Store(toLeft + (4 * Lanes));
        RowKernels.Relu(left5).Store(toLeft + (5 * Lanes));
        RowKernels.Relu(left6).Store(toLeft + (6 * Lanes));
        RowKernels.Relu(left7).Store(toLeft + (7 * Lanes));
        RowKernels.Relu(right0).Store(toRight);
        RowKernels.Relu(right1).Store(toRight + Lanes);
        RowKernels.Relu(right2).Store(toRight + (2 * Lanes));
        RowKernels.Relu(right3).Store(toRight + (3 * Lanes));
        RowKernels.Relu(right4).Store(toRight + (4 * Lanes));
        RowKernels.Relu(right5).Store(toRight + (5 * Lanes));
        RowKernels.Relu(right6).Store(toRight + (6 * Lanes));
        RowKernels.Relu(right7).Store(toRight + (7 * Lanes));
    }

    private readonly struct StoredColumns(Strips columns) : IColumnSource
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public (Vector512<float> Left, Vector512<float> Right) Take(int number) =>
            (Vector512.Load(columns.Left + ((nint)number * Lanes)), Vector512.Load(columns.Right + ((nint)number * Lanes)));
    }
}
