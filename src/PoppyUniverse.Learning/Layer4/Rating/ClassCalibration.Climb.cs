using PoppyUniverse.Learning.Layer3;

namespace PoppyUniverse.Learning.Layer4;

// The top of the log-likelihood.
internal sealed unsafe partial class ClassCalibration
{
    // Newton's steps over the first numbers, halved while they lead down.
    private double[] Climb(int free)
    {
        double[] numbers = [.. _defaults];
        var height = Objective(numbers);
        for (var step = 0; step < MostSteps; step++)
        {
            var way = Direction(numbers, free);
            var (next, reached, size) = (numbers, height, 1.0);
            do
            {
                next = [.. numbers.Select((number, k) => number + (size * way[k]))];
                reached = Objective(next);
                size /= 2;
            }
            while (reached < height && size > Enough);
            if (reached - height < Enough)
                break;
            (numbers, height) = (next, reached);
        }

        return numbers;
    }

    private double[] Direction(double[] numbers, int free)
    {
        var curvature = new double[Numbers * Cholesky.Group];
        var gradient = new double[Numbers];
        Span<double> law = stackalloc double[Classes];
        Span<double> means = stackalloc double[Numbers];
        for (var k = 0; k < free; k++)
            (gradient[k], curvature[(k * Cholesky.Group) + k]) = (_defaults[k] - numbers[k], 1);
        for (var row = 0; row < _strengths.Length; row++)
        {
            Law(row, numbers, law);
            for (var k = 0; k < free; k++)
            {
                means[k] = Mean(law, Feature(row, k));
                gradient[k] += Feature(row, k)[_strengths[row] - 1] - means[k];
            }

            for (var k = 0; k < free; k++)
            {
                for (var l = k; l < free; l++)
                    curvature[(k * Cholesky.Group) + l] += MeanProduct(law, Feature(row, k), Feature(row, l)) - (means[k] * means[l]);
            }
        }

        fixed (double* a = curvature, b = gradient)
            Cholesky.Solve(a, free, Cholesky.Group, b);
        return gradient;
    }

    private static double Mean(ReadOnlySpan<double> law, ReadOnlySpan<double> feature)
    {
        var sum = 0.0;
        for (var c = 0; c < Classes; c++)
            sum += law[c] * feature[c];
        return sum;
    }

    private static double MeanProduct(ReadOnlySpan<double> law, ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var sum = 0.0;
        for (var c = 0; c < Classes; c++)
            sum += law[c] * a[c] * b[c];
        return sum;
    }
}
