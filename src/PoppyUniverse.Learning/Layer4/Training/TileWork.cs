using System.Runtime.CompilerServices;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>What a worker's lanes compute a tile with, one after the other: one for all of them, so that it stays in the nearest cache.</summary>
internal sealed unsafe class TileWork(NetworkShape shape, NetworkWeights weights)
{
    private readonly (int Embedding, int Row, int Learned) _widths = (shape.UserWidth, shape.UserRow, shape.LearnedUserRow);

    public TileForward Forward { get; } = new(shape, weights);

    public TileBackward Backward { get; } = new(shape, weights);

    /// <summary>(64 × UserRow) gradients of the users of a tile's runs; of what learns of their rows.</summary>
    public AlignedFloats GradUsers { get; } = new((long)TileForward.Rows * shape.UserRow);

    /// <summary>(64) weights of the rows.</summary>
    public float[] Scales { get; } = new float[TileForward.Rows];

    /// <summary>
    /// Copies the embedding of a run's user to where the tile computes with it, and clears the user's gradients, unless they
    /// are carried on in from the tile before.
    /// </summary>
    public readonly struct EmbeddingCopies(TileWork work, UserTable table, bool carried) : ISideWork
    {
        private readonly int* _users = work.Forward.Runs.Users;
        private readonly float* _to = work.Forward.UserEmbeddings.Pointer;
        private readonly float* _grads = work.GradUsers.Pointer;
        private readonly (int Embedding, int Row, int Learned) _widths = work._widths;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Row(int run)
        {
            RowKernels.Copy(table.Row(_users[run]), _to + ((nint)run * _widths.Embedding), _widths.Embedding);
            if (run > 0 || !carried)
                RowKernels.Clear(_grads + ((nint)run * _widths.Row), _widths.Learned);
        }
    }
}
