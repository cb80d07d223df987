namespace PoppyUniverse.Simulation;

/// <summary>
/// A block being generated: its rows come in pieces, in order, and carry what users have picked from piece to piece.
/// Needs nothing from any other block. Not thread-safe; blocks are independent of each other.
/// </summary>
public sealed class SimulatedBlock
{
    private readonly BlockUsers _users;
    private readonly IArrivals _arrivals;
    private readonly IPicks _picks;
    private long _next;

    internal SimulatedBlock(SimulatedWorld world, int block)
    {
        (FirstRow, RowCount) = world.Plan.RowsOf(block);
        _users = new(world, block);
        _arrivals = world.Profile.Clock.Mode == ClockMode.Clock
            ? new ClockArrivals(world, _users, block, RowCount)
            : new SubtractedArrivals(world, _users);
        _picks = Picks.Of(world, _users);
    }

    /// <summary>Number of the block's first row in the whole simulation, from 0.</summary>
    public long FirstRow { get; }

    /// <summary>Rows of the block.</summary>
    public long RowCount { get; }

    /// <summary>Fills the destination with the next rows, as many as it holds or the block has left.</summary>
    /// <param name="rows">Where the rows go.</param>
    /// <param name="truth">Where their truth goes, or null; must hold as many.</param>
    /// <returns>False when the block has no row left.</returns>
    public bool Read(SimulatedRows rows, TruthRows? truth = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        if (truth is not null)
            ArgumentOutOfRangeException.ThrowIfLessThan(truth.Capacity, rows.Capacity, nameof(truth));
        var count = (int)Math.Min(rows.Capacity, RowCount - _next);
        rows.Reset(FirstRow + _next, count, _users);
        truth?.Reset(count);
        _arrivals.Read(rows.FirstRow, rows.Users, rows.Times);
        _picks.Read(rows, truth);
        _next += count;
        if (count > 0 && _next == RowCount)
            _picks.Release();
        return count > 0;
    }
}
