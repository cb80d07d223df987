using CsCheck;
using PoppyUniverse.Learning.Recommending;

namespace PoppyUniverse.Tests.Learning;

public sealed class TopRowsTests
{
    [Fact]
    public void Best_AnyKeys_AreThoseOfAStableSort() => Gen.Select(Gen.Int[0, 3].Array[0, 60], Gen.Long[0, 2].Array[60], Gen.Int[1, 70]).Sample((keys, counts, most) =>
    {
        // few different numbers, so that there are ties of both kinds
        float[] floats = [.. keys.Select(key => key / 4f)];
        int[] values = [.. Enumerable.Range(0, keys.Length).Select(row => keys.Length - 1 - row)];
        var expected = Enumerable.Range(0, keys.Length).OrderByDescending(row => floats[row]).ThenByDescending(row => counts[values[row]]).Take(most);
        Assert.Equal(expected, new TopRows(floats, values, counts).Best(most));
    });
}
