using System.Runtime.Intrinsics;

namespace PoppyUniverse.Learning.Kernels;

// Six outputs, in the chains of PairProduct.
internal static unsafe partial class ColumnProduct
{
    /// <summary>to[j] += inputs · column j of the weights for six columns, each the sum of two chains as in <see cref="PairProduct"/>.</summary>
    /// <param name="pairs">Weights as <see cref="PairProduct.Pack"/> lays them out.</param>
    /// <param name="depth">Rows of the inputs, a multiple of 2.</param>
    /// <param name="inputs">(depth × 16).</param>
    /// <param name="to">Six columns of sixteen rows.</param>
    /// <param name="stride">From one of the six to the next.</param>
    public static void AddPairs(float* pairs, int depth, float* inputs, float* to, nint stride)
    {
        Vector512<float> e0 = default, e1 = default, e2 = default, e3 = default, e4 = default, e5 = default;
        Vector512<float> o0 = default, o1 = default, o2 = default, o3 = default, o4 = default, o5 = default;
        for (var r = 0; r < depth; r += 2, inputs += 2 * Lanes, pairs += MatrixProduct.ColumnGroup)
        {
            var even = Vector512.Load(inputs);
            var odd = Vector512.Load(inputs + Lanes);
            e0 = Vector512.FusedMultiplyAdd(Vector512.Create(pairs[0]), even, e0);
            o0 = Vector512.FusedMultiplyAdd(Vector512.Create(pairs[1]), odd, o0);
            e1 = Vector512.FusedMultiplyAdd(Vector512.Create(pairs[2]), even, e1);
            o1 = Vector512.FusedMultiplyAdd(Vector512.Create(pairs[3]), odd, o1);
            e2 = Vector512.FusedMultiplyAdd(Vector512.Create(pairs[4]), even, e2);
            o2 = Vector512.FusedMultiplyAdd(Vector512.Create(pairs[5]), odd, o2);
            e3 = Vector512.FusedMultiplyAdd(Vector512.Create(pairs[6]), even, e3);
            o3 = Vector512.FusedMultiplyAdd(Vector512.Create(pairs[7]), odd, o3);
            e4 = Vector512.FusedMultiplyAdd(Vector512.Create(pairs[8]), even, e4);
            o4 = Vector512.FusedMultiplyAdd(Vector512.Create(pairs[9]), odd, o4);
            e5 = Vector512.FusedMultiplyAdd(Vector512.Create(pairs[10]), even, e5);
            o5 = Vector512.FusedMultiplyAdd(Vector512.Create(pairs[11]), odd, o5);
        }

        (Vector512.Load(to) + (e0 + o0)).Store(to);
        (Vector512.Load(to + stride) + (e1 + o1)).Store(to + stride);
        (Vector512.Load(to + (2 * stride)) + (e2 + o2)).Store(to + (2 * stride));
        (Vector512.Load(to + (3 * stride)) + (e3 + o3)).Store(to + (3 * stride));
        (Vector512.Load(to + (4 * stride)) + (e4 + o4)).Store(to + (4 * stride));
        (Vector512.Load(to + (5 * stride)) + (e5 + o5)).Store(to + (5 * stride));
    }

    /// <summary>The definition of <see cref="AddPairs"/>.</summary>
    public static void AddPairsReference(float* pairs, int depth, float* inputs, float* to, nint stride)
    {
        for (var lane = 0; lane < Lanes; lane++)
        {
            for (var j = 0; j < Outputs; j++)
            {
                var (even, odd) = (0f, 0f);
                for (var r = 0; r < depth; r += 2)
                {
                    even = MathF.FusedMultiplyAdd(pairs[(r / 2 * MatrixProduct.ColumnGroup) + (2 * j)], inputs[(r * Lanes) + lane], even);
                    odd = MathF.FusedMultiplyAdd(pairs[(r / 2 * MatrixProduct.ColumnGroup) + (2 * j) + 1], inputs[((r + 1) * Lanes) + lane], odd);
                }

                to[(j * stride) + lane] += even + odd;
            }
        }
    }
}
