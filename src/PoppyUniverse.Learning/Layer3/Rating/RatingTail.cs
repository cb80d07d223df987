using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer3;

/// <summary>What the validation tail says of a factorization of Strength.</summary>
internal sealed class RatingTail(RatingRows tail, int threads)
{
    private const int SearchSteps = 16;
    private const double NarrowestDeviation = 0.05;
    private const double GoldenRatio = 0.6180339887498949;

    public int Count => tail.Count;

    /// <summary>Mean squared error, the vectors' product counting as it is.</summary>
    public double Loss(RatingFactors factors) =>
        BlockSum.Of(tail.Count, threads, row => Square(Expected(factors, row, 1) - tail.Strengths[row])) / tail.Count;

    /// <summary>
    /// The share of the product that leaves the least squared error, less one standard error (Breiman et al., 1984), 0 to 1:
    /// few rows promise little.
    /// </summary>
    public double Scale(RatingFactors factors)
    {
        var (together, spread, whole) = (0.0, 0.0, 0.0);
        for (var row = 0; row < tail.Count; row++)
        {
            var start = Expected(factors, row, 0);
            var (way, wanted) = (Expected(factors, row, 1) - start, tail.Strengths[row] - start);
            together += way * wanted;
            spread += way * way;
            whole += wanted * wanted;
        }

        if (spread <= 0)
            return 0;
        var slope = together / spread;
        var variance = Math.Max(0, whole - (slope * together)) / Math.Max(1, tail.Count - 1);
        return Math.Clamp(slope - Math.Sqrt(variance / spread), 0, 1);
    }

    /// <summary>The σ of class probabilities that explains the tail best: a golden-section search.</summary>
    public double Deviation(RatingFactors factors, double scale, long[] classCounts)
    {
        float[] expected = [.. Enumerable.Range(0, tail.Count).Select(row => Clamped(Expected(factors, row, scale)))];
        var (low, high) = (NarrowestDeviation, 1.0);
        for (var step = 0; step < SearchSteps; step++)
        {
            var (left, right) = (high - (GoldenRatio * (high - low)), low + (GoldenRatio * (high - low)));
            if (LogLoss(left) <= LogLoss(right))
                high = right;
            else
                low = left;
        }

        return (low + high) / 2;

        double LogLoss(double deviation)
        {
            var law = new StrengthLaw(classCounts, deviation);
            return BlockSum.Of(tail.Count, threads, row =>
            {
                Span<float> probabilities = stackalloc float[Interaction.StrengthClasses];
                law.Write(expected[row], probabilities);
                return -PortableMath.Log(probabilities[(int)tail.Strengths[row] - 1]);
            });
        }
    }

    private double Expected(RatingFactors factors, int row, double scale) =>
        factors.Expected(tail.Users[row], tail.Values[row], tail.Slots[row], scale);

    private static float Clamped(double strength) => (float)Math.Clamp(strength, Interaction.WeakestStrength, Interaction.StrongestStrength);

    private static double Square(double x) => x * x;
}
