namespace PoppyUniverse.Tests.Learning.Layer3;

/// <summary>The plain twin: a weighted ridge regression by its normal equations in double precision and Gauss's elimination.</summary>
internal sealed class DenseLeastSquares(int unknowns)
{
    private readonly double[,] _left = new double[unknowns, unknowns];
    private readonly double[] _right = new double[unknowns];

    public void Add(double[] features, double target, double weight)
    {
        for (var i = 0; i < unknowns; i++)
        {
            _right[i] += weight * features[i] * target;
            for (var j = 0; j < unknowns; j++)
                _left[i, j] += weight * features[i] * features[j];
        }
    }

    public double[] Solve(Func<int, double> ridge)
    {
        for (var i = 0; i < unknowns; i++)
            _left[i, i] += ridge(i);
        for (var k = 0; k < unknowns; k++)
        {
            for (var i = k + 1; i < unknowns; i++)
            {
                var factor = _left[i, k] / _left[k, k];
                _right[i] -= factor * _right[k];
                for (var j = k; j < unknowns; j++)
                    _left[i, j] -= factor * _left[k, j];
            }
        }

        var solution = new double[unknowns];
        for (var i = unknowns - 1; i >= 0; i--)
            solution[i] = (_right[i] - Enumerable.Range(i + 1, unknowns - i - 1).Sum(j => _left[i, j] * solution[j])) / _left[i, i];
        return solution;
    }
}
