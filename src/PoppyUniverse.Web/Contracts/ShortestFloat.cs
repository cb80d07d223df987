using System.Runtime.CompilerServices;

namespace PoppyUniverse.Web.Contracts;

/// <summary>
/// The fewest decimal digits that give a float back, nearest to it: the text of <c>float.ToString()</c>, for probabilities
/// and Strengths, of which an answer has some eighty. A product of a float's 24 bits and a power of ten up to 10¹² has at most 53
/// bits, so that all that is compared here is exact in double precision.
/// </summary>
internal static class ShortestFloat
{
    /// <summary>The most bytes of a text.</summary>
    public const int MostBytes = 16;

    private const float Smallest = 1e-4f; // smaller ones are written with an exponent
    private const float End = 10;
    private const int MantissaBits = 23;
    private const int FewestDigits = 6;
    private const int UsualDigits = 8; // nine are always enough (24 · log₁₀ 2 + 1 rounded up)

    // 00, 01 … 99
    private static ReadOnlySpan<byte> Pairs =>
        "00010203040506070809101112131415161718192021222324252627282930313233343536373839404142434445464748495051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899"u8;

    private static readonly double[] Powers = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12];

    /// <summary>
    /// Writes a number from 0.0001 up to 10; false for others, and for the few that need less than seven digits or lie on a
    /// power of two, where the next float below is nearer than the next above.
    /// </summary>
    /// <param name="value">The number.</param>
    /// <param name="text">Room for <see cref="MostBytes"/>.</param>
    /// <param name="length">Bytes written.</param>
    public static bool TryWrite(float value, Span<byte> text, out int length)
    {
        length = 0;
        var bits = BitConverter.SingleToUInt32Bits(value);
        if (!(value is >= Smallest and < End) || (bits & ((1u << MantissaBits) - 1)) == 0)
            return false;
        var zeros = value >= 1 ? 0 : value >= 1e-1f ? 1 : value >= 1e-2f ? 2 : value >= 1e-3f ? 3 : 4;
        var halfStep = BitConverter.UInt32BitsToSingle(((bits >> MantissaBits) - MantissaBits - 1) << MantissaBits);
        // most need eight digits; whatever fewer digits give back, more give back too
        var (digits, whole) = (UsualDigits, 0.0);
        if (Fits(UsualDigits, ref whole))
        {
            for (var fewer = 0.0; digits > FewestDigits && Fits(digits - 1, ref fewer); digits--)
                whole = fewer;
        }
        else if (!Fits(++digits, ref whole))
        {
            return false;
        }

        if (digits == FewestDigits)
            return false;
        length = Write((uint)whole, (digits, zeros), text);
        return true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        bool Fits(int places, ref double rounded)
        {
            var scale = Powers[places - 1 + zeros];
            var scaled = value * scale;
            rounded = Math.Round(scaled);
            return Math.Abs(rounded - scaled) < halfStep * scale;
        }
    }

    // d.ddd…, or 0. and zeros before the digits
    private static int Write(uint digits, (int Count, int Zeros) places, Span<byte> text)
    {
        var before = Math.Max(1, places.Zeros) + 1;
        var length = places.Zeros == 0 ? places.Count + 1 : before + places.Count;
        var end = places.Zeros == 0 ? 2 : before;
        var place = length;
        for (; place - 2 >= end; place -= 2)
        {
            (digits, var pair) = Math.DivRem(digits, 100);
            Pairs.Slice(2 * (int)pair, 2).CopyTo(text[(place - 2)..]);
        }

        if (place > end)
        {
            (digits, var digit) = Math.DivRem(digits, 10);
            text[end] = (byte)('0' + digit);
        }

        text[..end].Fill((byte)'0');
        text[0] += (byte)digits;
        text[1] = (byte)'.';
        return length;
    }
}
