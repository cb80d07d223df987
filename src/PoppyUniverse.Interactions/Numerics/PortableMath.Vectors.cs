using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace PoppyUniverse.Interactions;

public static partial class PortableMath
{
    private const float Log2ESingle = 1.44269504f;
    private const float Ln2HighSingle = 0.693359375f; // 9 bits: k · Ln2High is exact
    private const float Ln2LowSingle = -2.12194440e-4f;
    private const float LargestExponentSingle = 88.3f;
    private const float SmallestExponentSingle = -87.3f;
    private const int MantissaBitsSingle = 23;
    private const int ExponentBiasSingle = 127;
    private const double LargestNormalExponent = 709;
    private const double SmallestNormalExponent = -708;

    // 1 / n! for n = 0 to 13
    private static readonly double[] InverseFactorials = [.. Enumerable.Range(0, 14).Select(n => 1 / Enumerable.Range(1, n).Aggregate(1.0, (product, i) => product * i))];

    /// <summary>
    /// e^x of 16 floats, with x held to [−87.3, 88.3] so that the result is a normal number. Relative error below 3e-7.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Exp(Vector512<float> x)
    {
        x = Vector512.Min(Vector512.Max(x, Vector512.Create(SmallestExponentSingle)), Vector512.Create(LargestExponentSingle));
        var k = Vector512.Floor(Vector512.FusedMultiplyAdd(x, Vector512.Create(Log2ESingle), Vector512.Create(0.5f)));
        var r = Vector512.FusedMultiplyAdd(k, Vector512.Create(-Ln2HighSingle), x);
        r = Vector512.FusedMultiplyAdd(k, Vector512.Create(-Ln2LowSingle), r);

        // Taylor series to r⁷ on |r| ≤ ½ ln 2
        var sum = Vector512.Create(1f / 5040);
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1f / 720));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1f / 120));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1f / 24));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1f / 6));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(1f / 2));
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512<float>.One);
        sum = Vector512.FusedMultiplyAdd(sum, r, Vector512<float>.One);
        // within range, or nothing depends on it: what is not a number stays so in r
        var scale = Vector512.ShiftLeft(Vector512.ConvertToInt32Native(k) + Vector512.Create(ExponentBiasSingle), MantissaBitsSingle);
        return sum * scale.AsSingle();
    }

    /// <summary>
    /// e^x of eight doubles, with x held to [−708, 709] so that the result is a normal number. Relative error below 1e-15.
    /// </summary>
    public static Vector512<double> Exp(Vector512<double> x)
    {
        x = Vector512.Min(Vector512.Max(x, Vector512.Create(SmallestNormalExponent)), Vector512.Create(LargestNormalExponent));
        var k = Vector512.Floor(Vector512.FusedMultiplyAdd(x, Vector512.Create(1 / (Ln2High + Ln2Low)), Vector512.Create(0.5)));
        var r = Vector512.FusedMultiplyAdd(k, Vector512.Create(-Ln2High), x);
        r = Vector512.FusedMultiplyAdd(k, Vector512.Create(-Ln2Low), r);
        var sum = Vector512.Create(InverseFactorials[^1]);
        for (var n = InverseFactorials.Length - 2; n >= 0; n--)
            sum = Vector512.FusedMultiplyAdd(sum, r, Vector512.Create(InverseFactorials[n]));
        var scale = Vector512.ShiftLeft(Vector512.ConvertToInt64(k) + Vector512.Create((long)ExponentBias), MantissaBits);
        return sum * scale.AsDouble();
    }

    /// <summary>
    /// ln x of 16 positive normal floats: x = 2^e · m with m in [√½, √2), ln m = 2 artanh((m − 1)/(m + 1)). Relative error
    /// below 3e-7.
    /// </summary>
    public static Vector512<float> Log(Vector512<float> x)
    {
        // subtracting the bits of √½ before the shift rounds the exponent so that m starts at √½
        const int SqrtHalfBits = 0x3F3504F3;
        var offset = x.AsInt32() - Vector512.Create(SqrtHalfBits);
        var exponent = Vector512.ShiftRightArithmetic(offset, MantissaBitsSingle);
        var m = (x.AsInt32() - Vector512.ShiftLeft(exponent, MantissaBitsSingle)).AsSingle();
        var s = (m - Vector512<float>.One) / (m + Vector512<float>.One);
        var square = s * s;
        var series = Vector512.Create(2f / 9);
        series = Vector512.FusedMultiplyAdd(series, square, Vector512.Create(2f / 7));
        series = Vector512.FusedMultiplyAdd(series, square, Vector512.Create(2f / 5));
        series = Vector512.FusedMultiplyAdd(series, square, Vector512.Create(2f / 3));
        series = Vector512.FusedMultiplyAdd(series * square, s, s + s);
        var k = Vector512.ConvertToSingle(exponent);
        return Vector512.FusedMultiplyAdd(k, Vector512.Create(Ln2HighSingle), Vector512.FusedMultiplyAdd(k, Vector512.Create(Ln2LowSingle), series));
    }

    /// <summary>ln x of eight positive, normal, finite doubles; the same bits as <see cref="Log(double)"/>.</summary>
    public static Vector512<double> Log(Vector512<double> x)
    {
        var bits = x.AsInt64();
        var exponent = Vector512.ShiftRightLogical(bits, MantissaBits) - Vector512.Create((long)ExponentBias);
        var mantissa = ((bits & Vector512.Create((1L << MantissaBits) - 1)) | Vector512.Create((long)ExponentBias << MantissaBits)).AsDouble();
        var large = Vector512.GreaterThan(mantissa, Vector512.Create(Sqrt2));
        mantissa = Vector512.ConditionalSelect(large, mantissa * Vector512.Create(0.5), mantissa);
        exponent -= large.AsInt64(); // a true lane is −1
        var s = (mantissa - Vector512<double>.One) / (mantissa + Vector512<double>.One);
        var square = s * s;
        var series = Vector512<double>.Zero;
        for (var n = LastLogTerm; n > 1; n -= 2)
            series = square * (Vector512.Create(1.0 / n) + series);
        var e = Vector512.ConvertToDouble(exponent);
        var twice = Vector512.Create(2.0) * s;
        return (e * Vector512.Create(Ln2High)) + (twice + ((twice * series) + (e * Vector512.Create(Ln2Low))));
    }

    /// <summary>
    /// Φ⁻¹ of eight doubles inside [1e-10, 1 − 1e-10]; the same bits as <see cref="NormalQuantile(double)"/>.
    /// </summary>
    public static Vector512<double> NormalQuantile(Vector512<double> p)
    {
        var q = p - Vector512.Create(0.5);
        var central = Vector512.LessThanOrEqual(Vector512.Abs(q), Vector512.Create(CentralHalf));
        var r = Vector512.Create(CentralSquare) - (q * q);
        var (top, bottom) = Polynomials(r, CentralNumerator, CentralDenominator);
        var value = q * (top / bottom);
        if (Vector512.EqualsAll(central.AsInt64(), Vector512<long>.AllBitsSet))
            return value;

        var low = Vector512.LessThan(q, Vector512<double>.Zero);
        var root = Vector512.Sqrt(-Log(Vector512.ConditionalSelect(low, p, Vector512<double>.One - p)));
        (top, bottom) = Polynomials(root - Vector512.Create(TailShift), TailNumerator, TailDenominator);
        var tail = top / bottom;
        return Vector512.ConditionalSelect(central, value, Vector512.ConditionalSelect(low, -tail, tail));
    }

    private static (Vector512<double> Top, Vector512<double> Bottom) Polynomials(
        Vector512<double> r, ReadOnlySpan<double> numerator, ReadOnlySpan<double> denominator)
    {
        var (top, bottom) = (Vector512<double>.Zero, Vector512<double>.Zero);
        for (var i = numerator.Length - 1; i >= 0; i--)
        {
            top = (top * r) + Vector512.Create(numerator[i]);
            bottom = (bottom * r) + Vector512.Create(denominator[i]);
        }

        return (top, bottom);
    }
}
