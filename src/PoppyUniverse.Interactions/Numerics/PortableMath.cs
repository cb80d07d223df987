namespace PoppyUniverse.Interactions;

/// <summary>
/// Elementary functions with the same bits on every machine. <see cref="Math"/> calls the platform's C library, whose
/// last bit differs between systems and processors; these are made of + − × ÷ and √ in a fixed order alone, which
/// IEEE 754 defines exactly; those on vectors of floats use fused multiply-adds, which are exact as well. Relative error
/// below 1e-15 unless said otherwise.
/// </summary>
public static partial class PortableMath
{
    // ln 2 in two parts: the first has 20 trailing zero bits, so k · Ln2High is exact for |k| < 2²⁰.
    private const double Ln2High = 6.93147180369123816490e-01;
    private const double Ln2Low = 1.90821492927058770002e-10;
    private const double Sqrt2 = 1.4142135623730951;
    private const double LargestExponent = 709.78;
    private const double SmallestExponent = -745.13;
    private const int MantissaBits = 52;
    private const int ExponentBias = 1023;
    private const int LastLogTerm = 21;

    /// <summary>
    /// e to the power x: 2^k · e^r with |r| ≤ ½ ln 2 and the Taylor series of e^r to r¹³.
    /// ∞ above 709.78, 0 below −745.13, subnormal results rounded twice.
    /// </summary>
    public static double Exp(double x)
    {
        if (double.IsNaN(x))
            return x;
        if (x > LargestExponent)
            return double.PositiveInfinity;
        if (x < SmallestExponent)
            return 0;
        var k = Math.Round(x / (Ln2High + Ln2Low));
        var r = x - (k * Ln2High) - (k * Ln2Low);
        var sum = 1.0;
        for (var n = 13; n > 0; n--)
            sum = 1 + (r / n * sum);
        // two factors, so that the scale stays in range at both ends
        var half = (int)k / 2;
        return sum * PowerOf2(half) * PowerOf2((int)k - half);
    }

    /// <summary>
    /// Natural logarithm: x = 2^e · m with m in [√½, √2), ln m = 2 artanh((m − 1) / (m + 1)) by its Taylor series.
    /// −∞ at 0, NaN below.
    /// </summary>
    public static double Log(double x)
    {
        if (double.IsNaN(x) || x < 0)
            return double.NaN;
        if (x == 0)
            return double.NegativeInfinity;
        if (double.IsPositiveInfinity(x))
            return x;
        var exponent = 0;
        if (double.IsSubnormal(x))
            (x, exponent) = (x * PowerOf2(MantissaBits + 2), -(MantissaBits + 2));
        var bits = BitConverter.DoubleToInt64Bits(x);
        exponent += (int)(bits >> MantissaBits) - ExponentBias;
        var mantissa = BitConverter.Int64BitsToDouble((bits & ((1L << MantissaBits) - 1)) | ((long)ExponentBias << MantissaBits));
        if (mantissa > Sqrt2)
            (mantissa, exponent) = (mantissa / 2, exponent + 1);
        var s = (mantissa - 1) / (mantissa + 1);
        var square = s * s;
        // |s| ≤ 0.172, so the term s²³ / 23 is the first below 1e-18
        var series = 0.0;
        for (var n = LastLogTerm; n > 1; n -= 2)
            series = square * ((1.0 / n) + series);
        return (exponent * Ln2High) + ((2 * s) + ((2 * s * series) + (exponent * Ln2Low)));
    }

    /// <summary>Sine and cosine of 2π · <paramref name="turns"/>; absolute error below 1e-15 for |turns| up to a million.</summary>
    public static (double Sin, double Cos) SinCosTurns(double turns)
    {
        // quarter turns, and the rest within ± an eighth of a turn, where the Taylor series converge fast
        var quarters = Math.Round(turns * 4);
        var angle = (turns - (quarters / 4)) * (2 * Math.PI);
        var square = angle * angle;
        double sin = 0, cos = 0;
        for (var n = 16; n >= 2; n -= 2)
        {
            sin = -square / (n * (n + 1)) * (1 + sin);
            cos = -square / (n * (n - 1)) * (1 + cos);
        }

        (sin, cos) = (angle * (1 + sin), 1 + cos);
        return ((((long)quarters % 4) + 4) % 4) switch
        {
            0 => (sin, cos),
            1 => (cos, -sin),
            2 => (-sin, -cos),
            _ => (-cos, sin),
        };
    }

    private static double PowerOf2(int exponent) =>
        BitConverter.Int64BitsToDouble((long)(exponent + ExponentBias) << MantissaBits);
}
