using PoppyUniverse.Interactions.Splits;

namespace PoppyUniverse.Tests.Interactions;

public sealed class TimeCutTests
{
    // many rows of one moment, times before 1970, times that differ in one digit of the search only
    [Theory]
    [InlineData(1)]
    [InlineData(1L << 20)]
    [InlineData(1L << 58)]
    public void Parts_AnyCut_AreThoseOfAStableSort(long scale)
    {
        var log = SmallLogs.Make(60, i => new(0, 0, 1, ((i * 37 % 11) - 5) * scale));
        long[] byTime = [.. log.Rows().OrderBy(row => log.UnixMicroseconds[row])];
        for (var k = 0; k <= log.Count; k++)
        {
            var late = new List<long>();
            var (early, rest) = new TimeCut(log, k).Parts(late.Add);
            Assert.Equal(byTime.Skip(k).Order(), late);
            Assert.Equal(k, early.Count);
            Assert.Equal(late.Select(row => log[row]), rest.Rows().Select(row => rest[row]));
            Assert.Equal(byTime.Take(k).Order().Select(row => log[row]), early.Rows().Select(row => early[row]));
        }
    }
}
