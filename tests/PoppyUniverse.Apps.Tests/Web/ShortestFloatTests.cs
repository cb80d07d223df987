using System.Globalization;
using System.Text;
using PoppyUniverse.Web.Contracts;

namespace PoppyUniverse.Apps.Tests.Web;

public sealed class ShortestFloatTests
{
    // a step that is prime, so that every kind of mantissa comes up; all 139 million were compared once
    private const uint Step = 211;

    [Fact]
    public void TryWrite_NumbersFromAFewMillionthsToTwenty_AreTheRuntimesTexts()
    {
        Span<byte> text = stackalloc byte[ShortestFloat.MostBytes];
        Span<byte> expected = stackalloc byte[32];
        var (written, all) = (0, 0);
        for (var bits = BitConverter.SingleToUInt32Bits(5e-6f); bits < BitConverter.SingleToUInt32Bits(20); bits += Step)
        {
            var number = BitConverter.UInt32BitsToSingle(bits);
            all++;
            if (!ShortestFloat.TryWrite(number, text, out var length))
                continue;
            written++;
            number.TryFormat(expected, out var expectedLength, default, CultureInfo.InvariantCulture);
            if (!text[..length].SequenceEqual(expected[..expectedLength]))
                Assert.Fail($"{bits:x}: {Encoding.ASCII.GetString(text[..length])}, expected {Encoding.ASCII.GetString(expected[..expectedLength])}");
        }

        Assert.InRange(written, 0.7 * all, all);
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(-0.3f)]
    [InlineData(0.5f)]
    [InlineData(0.25001f)]
    [InlineData(9.9e-5f)]
    [InlineData(10f)]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.MinValue)]
    public void TryWrite_Others_AreLeftToTheRuntime(float number) => Assert.False(ShortestFloat.TryWrite(number, new byte[ShortestFloat.MostBytes], out _));
}
