using PoppyUniverse.Interactions;

namespace PoppyUniverse.Tests.Interactions;

public sealed class PhiloxTests
{
    // Known answers of philox4x32-10 as published with Random123 (Salmon et al. 2011).
    [Theory]
    [InlineData(0UL, 0UL, 0UL, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(0x85a308d3243f6a88UL, 0x0370734413198a2eUL, 0x299f31d0a4093822UL, 0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Block_PublishedVectors_Match(ulong low, ulong high, ulong key, uint x0, uint x1, uint x2, uint x3) =>
        Assert.Equal((x0, x1, x2, x3), Philox.Block(low, high, key));

    [Theory]
    [InlineData(0UL, 100)]
    [InlineData(7UL, 15)]
    [InlineData((1UL << 32) - 9, 50)]
    [InlineData(ulong.MaxValue - 3, 40)]
    public void Fill_ManyDraws_AreTheDrawsOneByOne(ulong first, int count)
    {
        var stream = RandomStream.FromSeed(0xFEDCBA9876543210).Split("test");
        var columns = Enumerable.Range(0, 4).Select(_ => new uint[count]).ToArray();
        stream.Fill(first, columns[0], columns[1], columns[2], columns[3]);
        for (var i = 0; i < count; i++)
            Assert.Equal(stream.Words(first + (ulong)i), (columns[0][i], columns[1][i], columns[2][i], columns[3][i]));
    }
}
