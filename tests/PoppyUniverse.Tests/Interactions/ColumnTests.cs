using PoppyUniverse.Interactions;

namespace PoppyUniverse.Tests.Interactions;

public sealed class ColumnTests
{
    [Fact]
    public void Append_OverSeveralChunks_KeepsEveryRow()
    {
        var column = new Column<int>();
        const int Rows = (2 * Column<int>.ChunkRows) + 5;
        column.Append(Enumerable.Range(0, Rows - 1).ToArray());
        column.Append(Rows - 1);
        Assert.Equal(Rows, column.Count);
        Assert.Equal(3, column.ChunkCount);
        Assert.Equal(5, column.Chunk(2).Length);
        foreach (var row in (long[])[0, 255, 256, Column<int>.ChunkRows - 1, Column<int>.ChunkRows, Rows - 1])
            Assert.Equal(row, column[row]);
        Assert.Throws<ArgumentOutOfRangeException>(() => column[Rows]);
    }
}
