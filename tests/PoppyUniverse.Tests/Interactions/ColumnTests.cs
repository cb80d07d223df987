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

    [Fact]
    public void Append_BeyondItsShareOfMemory_KeepsEveryRowInAFile()
    {
        const int Rows = (5 * Column<int>.ChunkRows) + 5;
        var column = new Column<int>(heapBytes: 0);
        for (var row = 0; row < Rows; row++)
            column.Append(row * 3);
        Assert.Equal(5, column.ChunksOnDisk); // the last stays
        for (var c = 0; c < column.ChunkCount; c++)
        {
            var chunk = column.Chunk(c);
            for (var i = 0; i < chunk.Length; i++)
            {
                if (chunk[i] != ((c * Column<int>.ChunkRows) + i) * 3)
                    Assert.Fail($"row {i} of chunk {c} is {chunk[i]}");
            }
        }

        Assert.Equal((Rows - 1) * 3, column[Rows - 1]);
        Assert.Equal(3 * Column<int>.ChunkRows, column[Column<int>.ChunkRows]);
    }

    [Fact]
    public void CopyTo_AcrossChunks_CopiesFromMemoryAndFile()
    {
        var column = OnDisk(4);
        var to = new int[(2 * Column<int>.ChunkRows) + 20];
        column.CopyTo(Column<int>.ChunkRows - 10, to);
        Assert.Equal(Enumerable.Range(Column<int>.ChunkRows - 10, to.Length), to);
        Assert.Throws<ArgumentOutOfRangeException>(() => column.CopyTo(column.Count - 1, new int[2]));
    }

    [Fact]
    public void Replace_ColumnInAFile_ChangesEveryRow()
    {
        var column = OnDisk(3);
        column.Replace(value => -value);
        foreach (var row in (long[])[1, Column<int>.ChunkRows + 1, (2 * Column<int>.ChunkRows) + 1, column.Count - 1])
            Assert.Equal(-row, column[row]);
    }

    [Fact]
    public void Chunk_ManyReadersAtOnce_AllSeeTheRows()
    {
        var column = OnDisk(5);
        Parallel.For(0, 40, i =>
        {
            var c = i % column.ChunkCount;
            Assert.Equal(c * Column<int>.ChunkRows, column.Chunk(c)[0]);
            Assert.Equal((c * Column<int>.ChunkRows) + 7, column[((long)c * Column<int>.ChunkRows) + 7]);
        });
    }

    private static Column<int> OnDisk(int chunks)
    {
        var column = new Column<int>(heapBytes: Column<int>.ChunkRows * sizeof(int)); // the first and the last stay
        column.Append([.. Enumerable.Range(0, chunks * Column<int>.ChunkRows)]);
        Assert.Equal(chunks - 2, column.ChunksOnDisk);
        return column;
    }
}
