namespace PoppyUniverse.Interactions;

public static partial class PortableMath
{
    private const double InverseSqrt2Pi = 0.3989422804014327;

    // AS 241: |p − ½| up to here is the center, whose variable is this number less q².
    private const double CentralHalf = 0.425;
    private const double CentralSquare = 0.180625;
    private const double TailShift = 1.6;

    // Beyond this the upper tail is below 1e-15 of the whole and the continued fraction converges fast.
    private const double TailStart = 4;

    /// <summary>Density of the standard normal law.</summary>
    public static double NormalDensity(double x) => InverseSqrt2Pi * Exp(-0.5 * x * x);

    /// <summary>
    /// Distribution function Φ of the standard normal law. |x| ≤ 4: ½ + φ(x) (x + x³/3 + x⁵/15 + …), the series of
    /// Marsaglia, "Evaluating the Normal Distribution" (JSS 11, 2004); beyond: φ(x) times Laplace's continued fraction
    /// 1 / (x + 1 / (x + 2 / (x + 3 / …))), so the far tail keeps its relative precision (1e-13).
    /// </summary>
    public static double NormalCdf(double x)
    {
        if (double.IsNaN(x))
            return x;
        if (Math.Abs(x) > TailStart)
        {
            var tail = UpperTail(Math.Abs(x));
            return x > 0 ? 1 - tail : tail;
        }

        double term = x, sum = x;
        for (var n = 3; Math.Abs(term) > 1e-17 * Math.Abs(sum); n += 2)
        {
            term *= x * x / n;
            sum += term;
        }

        return 0.5 + (sum * NormalDensity(x));
    }

    /// <summary>
    /// Quantile Φ⁻¹ of the standard normal law for 0 &lt; p &lt; 1; ∓∞ at 0 and 1, NaN outside. Relative error about
    /// 1e-16: algorithm AS 241, PPND16 (Wichura, Applied Statistics 37, 1988), whose coefficients these are.
    /// </summary>
    public static double NormalQuantile(double p)
    {
        if (!(p is > 0 and < 1))
            return p == 0 ? double.NegativeInfinity : p == 1 ? double.PositiveInfinity : double.NaN;
        var q = p - 0.5;
        if (Math.Abs(q) <= CentralHalf)
        {
            var r = CentralSquare - (q * q);
            return q * Ratio(r, CentralNumerator, CentralDenominator);
        }

        var root = Math.Sqrt(-Log(q < 0 ? p : 1 - p));
        var value = root <= 5
            ? Ratio(root - TailShift, TailNumerator, TailDenominator)
            : Ratio(root - 5, FarNumerator, FarDenominator);
        return q < 0 ? -value : value;
    }

    private static double UpperTail(double x)
    {
        var fraction = x;
        for (var n = 60; n > 0; n--)
            fraction = x + (n / fraction);
        return NormalDensity(x) / fraction;
    }

    private static double Ratio(double r, ReadOnlySpan<double> numerator, ReadOnlySpan<double> denominator)
    {
        double top = 0, bottom = 0;
        for (var i = numerator.Length - 1; i >= 0; i--)
        {
            top = (top * r) + numerator[i];
            bottom = (bottom * r) + denominator[i];
        }

        return top / bottom;
    }

    private static ReadOnlySpan<double> CentralNumerator =>
    [
        3.3871328727963666080e0, 1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4,
        4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3,
    ];

    private static ReadOnlySpan<double> CentralDenominator =>
    [
        1, 4.2313330701600911252e+1, 6.8718700749205790830e+2, 5.3941960214247511077e+3,
        2.1213794301586595867e+4, 3.9307895800092710610e+4, 2.8729085735721942674e+4, 5.2264952788528545610e+3,
    ];

    private static ReadOnlySpan<double> TailNumerator =>
    [
        1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0, 3.64784832476320460504e0,
        1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4,
    ];

    private static ReadOnlySpan<double> TailDenominator =>
    [
        1, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
        1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4, 1.05075007164441684324e-9,
    ];

    private static ReadOnlySpan<double> FarNumerator =>
    [
        6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0, 2.96560571828504891230e-1,
        2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7,
    ];

    private static ReadOnlySpan<double> FarDenominator =>
    [
        1, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
        7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7, 2.04426310338993978564e-15,
    ];
}
