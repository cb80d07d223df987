namespace PoppyUniverse.Tests.Statistics;

/// <summary>Hotelling's T² test of whether the means of pairs of numbers differ between two samples; returns a p-value.</summary>
internal static class Hotelling
{
    public static double TwoSamples((double X, double Y)[] first, (double X, double Y)[] second)
    {
        var (a, b) = (Moments(first), Moments(second));
        var (x, y) = (a.X - b.X, a.Y - b.Y);
        var (xx, xy, yy) = (a.XX + b.XX, a.XY + b.XY, a.YY + b.YY);
        var squared = ((x * x * yy) - (2 * x * y * xy) + (y * y * xx)) / ((xx * yy) - (xy * xy));
        double n = first.Length + second.Length;
        var f = (n - 3) / (2 * (n - 2)) * squared;
        return Math.Pow(1 + (2 * f / (n - 3)), -(n - 3) / 2); // P(F(2, n − 3) > f) in closed form
    }

    // Means, and the covariance of the means.
    private static (double X, double Y, double XX, double XY, double YY) Moments((double X, double Y)[] sample)
    {
        var (x, y) = (sample.Average(pair => pair.X), sample.Average(pair => pair.Y));
        double scale = (double)sample.Length * (sample.Length - 1);
        return (
            x, y,
            sample.Sum(pair => (pair.X - x) * (pair.X - x)) / scale,
            sample.Sum(pair => (pair.X - x) * (pair.Y - y)) / scale,
            sample.Sum(pair => (pair.Y - y) * (pair.Y - y)) / scale);
    }
}
