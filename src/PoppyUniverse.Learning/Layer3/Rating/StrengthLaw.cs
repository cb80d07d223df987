using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer3;

/// <summary>
/// Probabilities of Strength 1 … 5 around an expected Strength: the bands of a normal variable N(a, σ²) between the
/// quantiles of everybody's law (an ordered probit; McCullagh, "Regression Models for Ordinal Data", 1980), with a chosen so
/// that their mean is the expected Strength. σ = 1 and the overall mean give everybody's law; a smaller σ says that the
/// expected Strength tells more.
/// </summary>
internal sealed class StrengthLaw
{
    private const int Classes = Interaction.StrengthClasses;
    private const int StepsPerStrength = 16;
    private const int Points = ((Classes - 1) * StepsPerStrength) + 1;
    private const int Bisections = 40;
    private const double FarthestLocation = 12;

    // Nothing is ever certain: this share of every law is everybody's.
    private const double Doubt = 0.005;

    private readonly float[] _table = new float[Points * Classes]; // laws of expected Strength 1, 1 + 1/16 …, 5

    /// <summary>Laws around everybody's.</summary>
    /// <param name="classCounts">Rows of each Strength, (5).</param>
    /// <param name="deviation">σ, above 0.</param>
    public StrengthLaw(ReadOnlySpan<long> classCounts, double deviation)
    {
        Span<double> everybody = stackalloc double[Classes];
        Span<double> cuts = stackalloc double[Classes - 1];
        var (all, below) = (0.0, 0.0);
        foreach (var count in classCounts)
            all += count + 1;
        for (var c = 0; c < Classes; c++)
        {
            everybody[c] = (classCounts[c] + 1) / all;
            below += everybody[c];
            if (c < Classes - 1)
                cuts[c] = PortableMath.NormalQuantile(below);
        }

        Span<double> law = stackalloc double[Classes];
        for (var point = 0; point < Points; point++)
        {
            Around(1 + (point / (double)StepsPerStrength), cuts, deviation, law);
            for (var c = 0; c < Classes; c++)
                _table[(point * Classes) + c] = (float)((Doubt * everybody[c]) + ((1 - Doubt) * law[c]));
        }
    }

    /// <summary>The law of an expected Strength in [1, 5], (5); between the table's points it is drawn straight.</summary>
    public void Write(float expected, Span<float> probabilities)
    {
        var at = (expected - 1) * StepsPerStrength;
        var point = Math.Clamp((int)at, 0, Points - 2);
        var from = _table.AsSpan(point * Classes, 2 * Classes);
        for (var c = 0; c < Classes; c++)
            probabilities[c] = MathF.FusedMultiplyAdd(at - point, from[Classes + c] - from[c], from[c]);
    }

    // by bisection: the mean of the law rises with a
    private static void Around(double expected, ReadOnlySpan<double> cuts, double deviation, Span<double> law)
    {
        var (low, high) = (-FarthestLocation, FarthestLocation);
        for (var step = 0; step < Bisections; step++)
        {
            var middle = (low + high) / 2;
            if (Mean(middle, cuts, deviation, law) < expected)
                low = middle;
            else
                high = middle;
        }
    }

    private static double Mean(double location, ReadOnlySpan<double> cuts, double deviation, Span<double> law)
    {
        var (below, mean) = (0.0, 0.0);
        for (var c = 0; c < Classes; c++)
        {
            var until = c == Classes - 1 ? 1 : PortableMath.NormalCdf((cuts[c] - location) / deviation);
            law[c] = Math.Max(0, until - below);
            mean += (c + 1) * law[c];
            below = until;
        }

        return mean;
    }
}
