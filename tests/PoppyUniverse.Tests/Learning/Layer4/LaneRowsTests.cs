using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Layer4;

namespace PoppyUniverse.Tests.Learning.Layer4;

public sealed class LaneRowsTests
{
    private const int Steps = 23;
    private const int Unknown = 5_000;
    private static readonly (int BlockRows, int WindowBlocks) Small = (8, 5);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(39)]
    [InlineData(40)]
    [InlineData(41)]
    [InlineData(403)]
    public void Epoch_AnyCount_HasEveryRowOnceInEqualParts(int count)
    {
        var rows = Make(count);
        rows.Start(1, 0);
        var epoch = Enumerable.Range(0, Steps).Select(step => Part(rows, step)).ToArray();
        Assert.Equal(Enumerable.Range(0, count), epoch.SelectMany(part => part).Select(row => row.User).Order());
        Assert.All(epoch, part => Assert.InRange(part.Length, count / Steps, (count / Steps) + 1));
    }

    [Fact]
    public void Epoch_GoneOnWithAnywhere_HasTheSameParts()
    {
        var whole = Make(403);
        whole.Start(2, 0.1);
        for (var step = 0; step < Steps; step++)
        {
            var resumed = Make(403);
            resumed.Start(2, 0.1);
            Assert.Equal(Part(whole, step), Part(resumed, step));
        }
    }

    [Fact]
    public void Epoch_Others_HaveOtherOrdersAndMixFarBlocks()
    {
        var rows = Make(4_000);
        rows.Start(1, 0);
        var first = Enumerable.Range(0, Steps).SelectMany(step => Part(rows, step)).Select(row => row.User).ToArray();
        rows.Start(2, 0);
        Assert.NotEqual(first, Enumerable.Range(0, Steps).SelectMany(step => Part(rows, step)).Select(row => row.User));
        // a window of five blocks of eight rows out of 500: its rows come from all over the log
        Assert.True(first[..40].Max() - first[..40].Min() > 1_000);
        Assert.NotEqual(first[..8].Order(), first[..8]);
    }

    [Fact]
    public void Epoch_Dropout_LosesItsShareOfUsersAndValues()
    {
        var rows = Make(4_000);
        rows.Start(1, 0.25);
        var epoch = Enumerable.Range(0, Steps).SelectMany(step => Part(rows, step)).ToArray();
        Assert.InRange(epoch.Count(row => row.User == Unknown), 880, 1_120);
        Assert.InRange(epoch.Count(row => row.Value == 21), 880, 1_120);
    }

    private static PackedRow[] Part(LaneRows rows, int step)
    {
        rows.Prepare(step, Steps);
        Assert.True(rows.IsPrepared(step));
        return rows.Part.ToArray();
    }

    private static LaneRows Make(int count)
    {
        var column = new Column<PackedRow>();
        for (var i = 0; i < count; i++)
            column.Append(new PackedRow(i, i % 21, default, 1));
        return new(column, Unknown, 21, RandomStream.FromSeed(1), Small);
    }
}
