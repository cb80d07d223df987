namespace PoppyUniverse.Storage.Simulations.Blocks;

/// <summary>What a thread does with blocks.</summary>
internal interface IBlockWorker : IDisposable
{
    /// <summary>Works on a block; whatever is shared with other blocks is touched in its turn alone.</summary>
    void Work(int block, Turns.Turn turn);
}
