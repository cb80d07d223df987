using PoppyUniverse.Learning;

namespace PoppyUniverse.Tests.Learning.Collectives;

public class LanePlanTests
{
    [Fact]
    public void Plan_CutsUsersIntoRangesOfEqualInteractions()
    {
        var plan = new LanePlan([5, 1, 1, 3, 2, 2, 2, 4], 4);
        Assert.Equal([0, 1, 4, 7, 8], Enumerable.Range(0, 5).Select(plan.FirstUser));
        Assert.Equal([0, 1, 1, 1, 2, 2, 2, 3], Enumerable.Range(0, 8).Select(plan.LaneOf));
    }

    [Theory]
    [InlineData(new long[0], 3)]
    [InlineData(new long[] { 7 }, 3)]
    [InlineData(new long[] { 0, 0, 9, 0 }, 2)]
    [InlineData(new long[] { 0, 0, 0 }, 2)]
    public void Plan_FewUsersOrIdleOnes_EveryUserHasALane(long[] counts, int lanes)
    {
        var plan = new LanePlan(counts, lanes);
        Assert.Equal(counts.Length, plan.Users);
        Assert.Equal(Enumerable.Range(0, counts.Length), Enumerable.Range(0, lanes).SelectMany(lane => Enumerable.Range(0, counts.Length).Where(user => plan.LaneOf(user) == lane)));
        Assert.Equal(counts.Length, plan.FirstUser(lanes));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public void UsersOf_AllRanks_IsEveryUserOnceInOrder(int ranks)
    {
        var plan = new LanePlan(Enumerable.Repeat(1L, 50).ToArray(), 8);
        var users = Enumerable.Range(0, ranks).Select(rank => plan.UsersOf(rank, ranks)).SelectMany(range => Enumerable.Range(range.First, range.End - range.First));
        Assert.Equal(Enumerable.Range(0, 50), users);
    }
}
