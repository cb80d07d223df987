using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>What a worker's lanes compute a tile with, one after the other: one for all of them, so that it stays in the nearest cache.</summary>
internal sealed unsafe class TileWork(NetworkShape shape, NetworkWeights weights)
{
    public TileForward Forward { get; } = new(shape, weights);

    public TileBackward Backward { get; } = new(shape, weights);

    /// <summary>(64 × UserRow) gradients of the users of a tile's runs; of what learns of their rows.</summary>
    public AlignedFloats GradUsers { get; } = new((long)TileForward.Rows * shape.UserRow);

    /// <summary>(64) users of the runs.</summary>
    public int[] Users { get; } = new int[TileForward.Rows];

    /// <summary>(64) weights of the rows.</summary>
    public float[] Scales { get; } = new float[TileForward.Rows];

    /// <summary>Clears the gradients of some of the runs.</summary>
    public void ClearGradUsers(int first, int end)
    {
        for (var run = first; run < end; run++)
            RowKernels.Clear(GradUsers.Pointer + ((nint)run * shape.UserRow), shape.LearnedUserRow);
    }

    /// <summary>Copies the users of a tile's runs together; returns the number of runs.</summary>
    public int Gather(ReadOnlySpan<PackedRow> tile, UserTable table)
    {
        var (runs, last) = (0, -1);
        for (var i = 0; i < tile.Length; i++)
        {
            var user = tile[i].User;
            if (user != last)
            {
                Users[runs] = user;
                RowKernels.Repeat(table.Row(user), Forward.Users.Pointer + ((nint)runs * shape.UserRow), shape.UserRow, 1);
                runs++;
                last = user;
            }

            Forward.RunOfRow[i] = runs - 1;
        }

        return runs;
    }
}
