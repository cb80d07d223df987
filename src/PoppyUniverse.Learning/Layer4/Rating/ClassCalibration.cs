using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// Finds how class logits are put together from everybody's law, from what a network and its start say of the classes and from
/// what the network says of Strength: logit_c = start_c + u (start_c − ln q_c) + β (c − 3)(ŷ − mean) + s (network_c − start_c)
/// + a_c. Few rows teach five classes less than one Strength, so by default they follow it: u = −1, and β = 1 ÷ variance of q
/// tilts everybody's law until its mean has moved as far as ŷ has (to first order). With many rows the network's own classes
/// count. The log-likelihood of the validation rows is concave in the eight numbers, each drawn toward its default by ½ of the
/// square; Newton's steps find its top. Of none, the first two, the first three and all, what gains most is kept, each number
/// costing one (Akaike, "A new look at the statistical model identification", 1974). Where the a_c are not worth their cost
/// they keep everybody's law: tilting each row's law widens the mean of all.
/// </summary>
internal sealed partial class ClassCalibration
{
    /// <summary>3.</summary>
    public const int MiddleStrength = (Interaction.WeakestStrength + Interaction.StrongestStrength) / 2;

    private const int Classes = Interaction.StrengthClasses;
    private const int Numbers = 3 + Classes;
    private const int MostSteps = 25;
    private const double Enough = 1e-6;

    private readonly double[] _defaults = new double[Numbers];
    private readonly double[] _logLaw;
    private readonly double[] _offsets; // (rows × 5): the start's logits
    private readonly double[] _features; // (rows × 8 × 5)
    private readonly byte[] _strengths;

    /// <param name="strengths">What was given.</param>
    /// <param name="network">What the network says.</param>
    /// <param name="start">What its start says.</param>
    /// <param name="logLaw">(5), ln of everybody's law q.</param>
    /// <param name="strengthScale">Calibration of the network's Strength, and the mean; null when it did not learn Strength.</param>
    public ClassCalibration(byte[] strengths, PredictionBuffer network, PredictionBuffer start, ReadOnlySpan<float> logLaw, (double Scale, double Mean)? strengthScale)
    {
        (_strengths, _logLaw) = (strengths, [.. logLaw.ToArray()]);
        if (strengthScale is not null)
            (_defaults[0], _defaults[1]) = (-1, 1 / Variance(logLaw));
        _offsets = new double[strengths.Length * Classes];
        _features = new double[_offsets.Length * Numbers];
        for (var row = 0; row < strengths.Length; row++)
        {
            var strength = strengthScale is { } scale
                ? start.ExpectedStrengths[row] + (scale.Scale * (network.ExpectedStrengths[row] - start.ExpectedStrengths[row])) - scale.Mean
                : 0;
            for (var c = 0; c < Classes; c++)
            {
                var place = (row * Classes) + c;
                var from = _offsets[place] = Log(start.ClassProbabilities[place]);
                Feature(row, 0)[c] = from - logLaw[c];
                Feature(row, 1)[c] = (c + 1 - MiddleStrength) * strength;
                Feature(row, 2)[c] = Log(network.ClassProbabilities[place]) - from;
                Feature(row, 3 + c)[c] = 1;
            }
        }
    }

    /// <summary>The numbers u, β, s, a₁ … a₅ that suit the rows best.</summary>
    public double[] Find() => ((int[])[0, 2, 3, Numbers])
        .Select(free => (Numbers: free == Numbers ? Climb(free) : KeepLaw(Climb(free)), Cost: free))
        .MaxBy(found => Objective(found.Numbers) - found.Cost).Numbers;

    // Shifts by which the rows' mean law is everybody's (iterative proportional fitting).
    private double[] KeepLaw(double[] numbers)
    {
        Span<double> law = stackalloc double[Classes];
        Span<double> all = stackalloc double[Classes];
        var farthest = double.MaxValue;
        for (var step = 0; step < MostSteps && farthest > Enough; step++)
        {
            all.Clear();
            for (var row = 0; row < _strengths.Length; row++)
            {
                Law(row, numbers, law);
                for (var c = 0; c < Classes; c++)
                    all[c] += law[c];
            }

            farthest = 0;
            for (var c = 0; c < Classes; c++)
            {
                var shift = _logLaw[c] - PortableMath.Log(all[c] / _strengths.Length);
                numbers[3 + c] += shift;
                farthest = Math.Max(farthest, Math.Abs(shift));
            }
        }

        return numbers;
    }

    // log-likelihood of the rows, less what the numbers cost
    private double Objective(double[] numbers)
    {
        Span<double> law = stackalloc double[Classes];
        var sum = 0.0;
        for (var k = 0; k < Numbers; k++)
            sum -= (numbers[k] - _defaults[k]) * (numbers[k] - _defaults[k]) / 2;
        for (var row = 0; row < _strengths.Length; row++)
        {
            Law(row, numbers, law);
            sum += PortableMath.Log(law[_strengths[row] - 1]);
        }

        return sum;
    }

    private void Law(int row, double[] numbers, Span<double> law)
    {
        _offsets.AsSpan(row * Classes, Classes).CopyTo(law);
        for (var k = 0; k < Numbers; k++)
        {
            var feature = Feature(row, k);
            for (var c = 0; c < Classes && numbers[k] != 0; c++)
                law[c] += numbers[k] * feature[c];
        }

        var (largest, all) = (law[0], 0.0);
        foreach (var logit in law)
            largest = Math.Max(largest, logit);
        for (var c = 0; c < Classes; c++)
            all += law[c] = PortableMath.Exp(law[c] - largest);
        for (var c = 0; c < Classes; c++)
            law[c] = Math.Max(law[c] / all, float.Epsilon);
    }

    private Span<double> Feature(int row, int number) => _features.AsSpan(((row * Numbers) + number) * Classes, Classes);

    private static double Variance(ReadOnlySpan<float> logLaw)
    {
        var (mean, square) = (0.0, 0.0);
        for (var c = 0; c < Classes; c++)
        {
            var share = PortableMath.Exp(logLaw[c]);
            mean += share * c;
            square += share * c * c;
        }

        return square - (mean * mean);
    }

    private static double Log(float probability) => PortableMath.Log(Math.Max(probability, float.Epsilon));
}
