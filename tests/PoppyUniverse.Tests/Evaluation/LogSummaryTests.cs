using PoppyUniverse.Evaluation.Summaries;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Tests.Evaluation;

public sealed class LogSummaryTests
{
    [Fact]
    public void Of_SixRows_CountsThem()
    {
        // user 1 picks O twice and B once, user 2 picks O; user 3 picks a Moon without a Strength, twice in one hour
        Interaction[] rows = [new(0, 0, 5, 0), new(0, 0, 4, 1), new(0, 1, 5, 2), new(1, 0, 1, 3), new(2, 11, 0, 4), new(2, 11, 0, TimeSlot.MicrosecondsPerDay)];
        var summary = LogSummary.Of(SmallLogs.Make(6, i => rows[i]));
        Assert.Equal((6L, 3, 2L), (summary.Rows, summary.Users, summary.MissingStrength));
        Assert.Equal([1, 0, 0, 1, 2], summary.Strengths);
        Assert.Equal([4, 0, 2], summary.Types.Select(type => type.Count));
        Assert.Equal([1, 2, 3], summary.RowsPerUser);
        Assert.Equal(2 / 6.0, summary.RepeatShare, 1e-12);
        Assert.Equal(6, summary.Hours[0]);
        Assert.Equal([1, 2], summary.UsersByActivity); // one interaction; two or three
        Assert.Equal([0, 1, 0], summary.RepeatsByNth);
        Assert.Equal(1, summary.AgeDays);
        Assert.Equal([5, 1], summary.Ages);
        Assert.Equal((5L, 1L), (summary.Days[3], summary.Days[4])); // 1970-01-01 was a Thursday
    }
}
