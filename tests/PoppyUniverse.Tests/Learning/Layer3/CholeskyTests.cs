using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Layer3;

namespace PoppyUniverse.Tests.Learning.Layer3;

public sealed unsafe class CholeskyTests
{
    [Fact]
    public void Solve_EverySize_IsWhatEliminationFinds()
    {
        var draws = RandomStream.FromSeed(1).Sequence();
        for (var n = 1; n <= 67; n++)
        {
            var (stride, dense) = ((n + 8) / 8 * 8, new DenseLeastSquares(n));
            var (a, b) = (new double[n * stride], new double[n]);
            for (var row = 0; row < n + 3; row++)
            {
                double[] features = [.. Enumerable.Range(0, n).Select(_ => draws.NextDouble() - 0.5)];
                dense.Add(features, row, 1);
                for (var i = 0; i < n; i++)
                {
                    b[i] += features[i] * row;
                    for (var j = 0; j < n; j++)
                        a[(i * stride) + j] += features[i] * features[j];
                }
            }

            for (var i = 0; i < n; i++)
                a[(i * stride) + i] += 0.01;
            fixed (double* left = a, right = b)
                Cholesky.Solve(left, n, stride, right);
            var expected = dense.Solve(_ => 0.01);
            Assert.All(expected.Zip(b), pair => Assert.Equal(pair.First, pair.Second, 1e-9 * (1 + Math.Abs(pair.First))));
        }
    }

    [Fact]
    public void Solve_TwoUnknownsThatNothingTellsApart_AnswersOneOfThemByZero()
    {
        double[] a = new double[16], b = [2, 2];
        (a[0], a[1], a[8], a[9]) = (1, 1, 1, 1);
        fixed (double* left = a, right = b)
            Cholesky.Solve(left, 2, 8, right);
        Assert.Equal([2, 0], b);
    }
}
