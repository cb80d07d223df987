using System.Runtime.Intrinsics;

namespace PoppyUniverse.Learning.Kernels;

// Six outputs, in the chains of PairProduct.
internal static unsafe partial class ColumnProduct
{
    /// <summary>
    /// Of both strips: to[j] += inputs · column j of the weights for six columns, each the sum of two chains as in
    /// <see cref="PairProduct"/>.
    /// </summary>
    /// <param name="pairs">Weights as <see cref="PairProduct.Pack"/> lays them out.</param>
    /// <param name="depth">Rows of the inputs, a multiple of 2.</param>
    /// <param name="inputs">(depth × 16) each.</param>
    /// <param name="to">(6 × 16) each.</param>
    public static void AddPairs(float* pairs, int depth, Strips inputs, Strips to)
    {
        Vector512<float> left0 = default, left0Odd = default, left1 = default, left1Odd = default, left2 = default, left2Odd = default;
        Vector512<float> left3 = default, left3Odd = default, left4 = default, left4Odd = default, left5 = default, left5Odd = default;
        Vector512<float> right0 = default, right0Odd = default, right1 = default, right1Odd = default, right2 = default, right2Odd = default;
        Vector512<float> right3 = default, right3Odd = default, right4 = default, right4Odd = default, right5 = default, right5Odd = default;
        float* fromLeft = inputs.Left, fromRight = inputs.Right;
        for (var r = 0; r < depth; r += 2, fromLeft += 2 * Lanes, fromRight += 2 * Lanes, pairs += MatrixProduct.ColumnGroup)
        {
            var (left, leftOdd) = (Vector512.Load(fromLeft), Vector512.Load(fromLeft + Lanes));
            var (right, rightOdd) = (Vector512.Load(fromRight), Vector512.Load(fromRight + Lanes));
            var w0 = Vector512.Create(pairs[0]);
            left0 = Vector512.FusedMultiplyAdd(w0, left, left0);
            right0 = Vector512.FusedMultiplyAdd(w0, right, right0);
            var w0Odd = Vector512.Create(pairs[1]);
            left0Odd = Vector512.FusedMultiplyAdd(w0Odd, leftOdd, left0Odd);
            right0Odd = Vector512.FusedMultiplyAdd(w0Odd, rightOdd, right0Odd);
            var w1 = Vector512.Create(pairs[2]);
            left1 = Vector512.FusedMultiplyAdd(w1, left, left1);
            right1 = Vector512.FusedMultiplyAdd(w1, right, right1);
            var w1Odd = Vector512.Create(pairs[3]);
            left1Odd = Vector512.FusedMultiplyAdd(w1Odd, leftOdd, left1Odd);
            right1Odd = Vector512.FusedMultiplyAdd(w1Odd, rightOdd, right1Odd);
            var w2 = Vector512.Create(pairs[4]);
            left2 = Vector512.FusedMultiplyAdd(w2, left, left2);
            right2 = Vector512.FusedMultiplyAdd(w2, right, right2);
            var w2Odd = Vector512.Create(pairs[5]);
            left2Odd = Vector512.FusedMultiplyAdd(w2Odd, leftOdd, left2Odd);
            right2Odd = Vector512.FusedMultiplyAdd(w2Odd, rightOdd, right2Odd);
            var w3 = Vector512.Create(pairs[6]);
            left3 = Vector512.FusedMultiplyAdd(w3, left, left3);
            right3 = Vector512.FusedMultiplyAdd(w3, right, right3);
            var w3Odd = Vector512.Create(pairs[7]);
            left3Odd = Vector512.FusedMultiplyAdd(w3Odd, leftOdd, left3Odd);
            right3Odd = Vector512.FusedMultiplyAdd(w3Odd, rightOdd, right3Odd);
            var w4 = Vector512.Create(pairs[8]);
            left4 = Vector512.FusedMultiplyAdd(w4, left, left4);
            right4 = Vector512.FusedMultiplyAdd(w4, right, right4);
            var w4Odd = Vector512.Create(pairs[9]);
            left4Odd = Vector512.FusedMultiplyAdd(w4Odd, leftOdd, left4Odd);
            right4Odd = Vector512.FusedMultiplyAdd(w4Odd, rightOdd, right4Odd);
            var w5 = Vector512.Create(pairs[10]);
            left5 = Vector512.FusedMultiplyAdd(w5, left, left5);
            right5 = Vector512.FusedMultiplyAdd(w5, right, right5);
            var w5Odd = Vector512.Create(pairs[11]);
            left5Odd = Vector512.FusedMultiplyAdd(w5Odd, leftOdd, left5Odd);
            right5Odd = Vector512.FusedMultiplyAdd(w5Odd, rightOdd, right5Odd);
        }

        Add(left0 + left0Odd, to.Left);
        Add(left1 + left1Odd, to.Left + Lanes);
        Add(left2 + left2Odd, to.Left + (2 * Lanes));
        Add(left3 + left3Odd, to.Left + (3 * Lanes));
        Add(left4 + left4Odd, to.Left + (4 * Lanes));
        Add(left5 + left5Odd, to.Left + (5 * Lanes));
        Add(right0 + right0Odd, to.Right);
        Add(right1 + right1Odd, to.Right + Lanes);
        Add(right2 + right2Odd, to.Right + (2 * Lanes));
        Add(right3 + right3Odd, to.Right + (3 * Lanes));
        Add(right4 + right4Odd, to.Right + (4 * Lanes));
        Add(right5 + right5Odd, to.Right + (5 * Lanes));

        static void Add(Vector512<float> sum, float* to) => (Vector512.Load(to) + sum).Store(to);
    }

    /// <summary>The definition of <see cref="AddPairs"/>.</summary>
    public static void AddPairsReference(float* pairs, int depth, float* inputs, float* to)
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

                to[(j * Lanes) + lane] += even + odd;
            }
        }
    }
}
