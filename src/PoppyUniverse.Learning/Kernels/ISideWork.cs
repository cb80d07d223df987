using System.Runtime.CompilerServices;

namespace PoppyUniverse.Learning.Kernels;

/// <summary>
/// Work on rows, done between the multiply-adds of a product that has as many: it waits for memory while they wait for each
/// other. By the time a block of eight rows of the product is computed, the work has been called for every row before
/// the block, and when it is done for those of the block too, each once and in order; so it may write what later blocks take,
/// and read what earlier ones have made. The product's sums stay in registers only if the work is inlined whole and calls
/// nothing, and a jump that is often foretold wrong costs more than the work.
/// </summary>
internal interface ISideWork
{
    /// <summary>The work that goes with a row of the product.</summary>
    void Row(int row);
}

/// <summary>A product alone.</summary>
internal readonly struct NoSideWork : ISideWork
{
    /// <inheritdoc/>
    public void Row(int row)
    {
        // nothing to do
    }
}

/// <summary>Work on rows that stand so many behind (or before) those of the product, as long as there are any.</summary>
/// <param name="work">Work on a row.</param>
/// <param name="shift">From a row of the product to the one that is worked on.</param>
/// <param name="rows">Number of those.</param>
internal struct Shifted<TWork>(TWork work, int shift, int rows) : ISideWork
    where TWork : struct, ISideWork
{
    private TWork _work = work;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Row(int row)
    {
        if ((uint)(row + shift) < (uint)rows)
            _work.Row(row + shift);
    }

    /// <summary>What is to be done before a product, so many rows of which it may take at once.</summary>
    public void Begin()
    {
        for (var row = 0; row < Math.Min(shift, rows); row++)
            _work.Row(row);
    }

    /// <summary>What is left to do after a product of so many rows.</summary>
    public void End(int product)
    {
        for (var row = Math.Max(0, product + shift); row < rows; row++)
            _work.Row(row);
    }
}

/// <summary>Two kinds of work on each row.</summary>
internal struct Both<TFirst, TSecond>(TFirst first, TSecond second) : ISideWork
    where TFirst : struct, ISideWork
    where TSecond : struct, ISideWork
{
    private TFirst _first = first;
    private TSecond _second = second;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Row(int row)
    {
        _first.Row(row);
        _second.Row(row);
    }
}
