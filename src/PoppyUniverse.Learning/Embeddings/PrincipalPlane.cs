namespace PoppyUniverse.Learning.Embeddings;

/// <summary>
/// The plane through points of D dimensions that keeps most of their variance: principal component analysis (Pearson, 1901).
/// The axes are the first two eigenvectors of the points' covariance, each turned so that its largest entry is positive.
/// Deterministic: sums in order of points, arithmetic and square roots alone, so the same points give the same bits on any
/// machine.
/// </summary>
public sealed class PrincipalPlane
{
    private readonly double[] _mean;
    private readonly double[][] _axes;

    private PrincipalPlane(double[] mean, double[][] axes, IReadOnlyList<double> shares) => (_mean, _axes, Shares) = (mean, axes, shares);

    /// <summary>Share of the points' variance along the first and along the second axis, 0 to 1; both 0 when all points are one.</summary>
    public IReadOnlyList<double> Shares { get; }

    /// <summary>Finds the plane. Takes time in proportion to N · D² and D³.</summary>
    /// <param name="points">(N × D), at least one point.</param>
    /// <param name="dimensions">D, at least 1.</param>
    /// <exception cref="ArgumentException">No point, or a length that is no multiple of D.</exception>
    public static PrincipalPlane Of(ReadOnlySpan<float> points, int dimensions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        if (points.IsEmpty || points.Length % dimensions != 0)
            throw new ArgumentException($"'points' has length {points.Length}; expected a multiple of {dimensions} other than 0.", nameof(points));
        var mean = Mean(points, dimensions);
        var (values, vectors) = SymmetricEigen.Of(Covariance(points, mean));
        var all = values.Sum();
        var order = Enumerable.Range(0, dimensions).OrderByDescending(k => values[k]).Take(2).ToArray();
        var axes = order.Select(k => Turned(vectors, k)).ToArray();
        double[] shares = [.. order.Select(k => all > 0 ? Math.Max(values[k], 0) / all : 0)];
        return dimensions == 1 ? new(mean, [axes[0], [0]], [shares[0], 0]) : new(mean, axes, shares);
    }

    /// <summary>Where a point lies in the plane, measured from the mean of the points that it was found from.</summary>
    /// <param name="point">(D).</param>
    public (double X, double Y) Project(ReadOnlySpan<float> point)
    {
        if (point.Length != _mean.Length)
            throw new ArgumentException($"'point' has length {point.Length}; expected {_mean.Length}.", nameof(point));
        double x = 0, y = 0;
        for (var d = 0; d < point.Length; d++)
        {
            x += (point[d] - _mean[d]) * _axes[0][d];
            y += (point[d] - _mean[d]) * _axes[1][d];
        }

        return (x, y);
    }

    /// <summary>The direction of a vector that starts at the origin, as what users add to values does: <see cref="Project"/> without the mean.</summary>
    /// <param name="vector">(D).</param>
    public (double X, double Y) Direction(ReadOnlySpan<float> vector)
    {
        if (vector.Length != _mean.Length)
            throw new ArgumentException($"'vector' has length {vector.Length}; expected {_mean.Length}.", nameof(vector));
        double x = 0, y = 0;
        for (var d = 0; d < vector.Length; d++)
        {
            x += vector[d] * _axes[0][d];
            y += vector[d] * _axes[1][d];
        }

        return (x, y);
    }

    private static double[] Mean(ReadOnlySpan<float> points, int dimensions)
    {
        var mean = new double[dimensions];
        for (var i = 0; i < points.Length; i++)
            mean[i % dimensions] += points[i];
        var count = points.Length / dimensions;
        for (var d = 0; d < dimensions; d++)
            mean[d] /= count;
        return mean;
    }

    // (D × D), not divided by N: shares and directions do not depend on it
    private static double[][] Covariance(ReadOnlySpan<float> points, double[] mean)
    {
        var dimensions = mean.Length;
        double[][] sums = [.. Enumerable.Range(0, dimensions).Select(_ => new double[dimensions])];
        var centered = new double[dimensions];
        for (var start = 0; start < points.Length; start += dimensions)
        {
            for (var d = 0; d < dimensions; d++)
                centered[d] = points[start + d] - mean[d];
            for (var i = 0; i < dimensions; i++)
            {
                for (var j = i; j < dimensions; j++)
                    sums[i][j] += centered[i] * centered[j];
            }
        }

        for (var i = 0; i < dimensions; i++)
        {
            for (var j = 0; j < i; j++)
                sums[i][j] = sums[j][i];
        }

        return sums;
    }

    private static double[] Turned(double[][] vectors, int k)
    {
        double[] axis = [.. vectors.Select(row => row[k])];
        var largest = axis.MaxBy(Math.Abs);
        return largest < 0 ? [.. axis.Select(entry => -entry)] : axis;
    }
}
