using CsCheck;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Tests.Interactions;

public sealed class IdMapTests
{
    [Fact]
    public void OfIntegers_AnyOrder_SortsNumerically()
    {
        var map = IdMap.OfIntegers([100, 9, long.MaxValue]);
        Assert.Equal(["9", "100", "9223372036854775807"], Enumerable.Range(0, 3).Select(i => map[i]));
        Assert.Equal(1, map.IndexOf("100"));
        Assert.Equal(IdMap.Unknown, map.IndexOf("0100"));
        Assert.Equal(IdMap.Unknown, map.IndexOf("x"));
    }

    [Fact]
    public void IndexOf_RandomStrings_InvertsTheIndexer() =>
        Gen.String[1, 6].HashSet[1, 40].Sample(ids =>
        {
            var map = IdMap.OfStrings(ids);
            return Enumerable.Range(0, map.Count).All(i => map.IndexOf(map[i]) == i) && map.Count == ids.Count;
        }, iter: 300);

    [Theory]
    [InlineData("0", true)]
    [InlineData("7", true)]
    [InlineData("007", false)]
    [InlineData("-1", false)]
    [InlineData("+1", false)]
    [InlineData(" 1", false)]
    [InlineData("9223372036854775808", false)]
    [InlineData("", false)]
    public void TryParseInteger_PlainFormOnly(string text, bool accepted) => Assert.Equal(accepted, IdMap.TryParseInteger(text, out _));

    [Fact]
    public void Of_DuplicateOrNegative_Throws()
    {
        Assert.Throws<ArgumentException>(() => IdMap.OfIntegers([1, 1]));
        Assert.Throws<ArgumentException>(() => IdMap.OfIntegers([-1]));
        Assert.Throws<ArgumentException>(() => IdMap.OfStrings(["a", "a"]));
    }
}
