using PoppyUniverse.Interactions;

namespace PoppyUniverse.Simulation;

/// <summary>
/// A simulated world, ready to give its interactions: a profile and a seed decide every byte. Blocks of users can be
/// generated in any order, on any thread, on any machine. Thread-safe.
/// </summary>
public sealed class Simulator
{
    /// <summary>The id of the first user; user index u has id u + 1.</summary>
    public const long FirstUserId = 1;

    private const int PieceRows = 8_192;

    private readonly SimulatedWorld _world;

    /// <summary>A world.</summary>
    /// <param name="profile">Its profile.</param>
    /// <param name="seed">Seed of all chance in it.</param>
    /// <exception cref="ProfileFormatException">The profile is not valid; lists every violation.</exception>
    public Simulator(SimulationProfile profile, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ProfileValidator.Require(profile, profile.Name);
        (Profile, Seed) = (profile, seed);
        _world = new(profile, seed);
    }

    /// <summary>The profile.</summary>
    public SimulationProfile Profile { get; }

    /// <summary>The seed.</summary>
    public ulong Seed { get; }

    /// <summary>The profile's categories.</summary>
    public Catalog Catalog => _world.Catalog;

    /// <summary>Rows of the whole simulation.</summary>
    public long RowCount => Profile.Interactions;

    /// <summary>Number of blocks.</summary>
    public int BlockCount => _world.Plan.BlockCount;

    /// <summary>First row and number of rows of a block, 0 ≤ <paramref name="block"/> &lt; <see cref="BlockCount"/>.</summary>
    public (long First, long Count) RowsOf(int block)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)block, (uint)BlockCount, nameof(block));
        return _world.Plan.RowsOf(block);
    }

    /// <summary>Starts generating a block, 0 ≤ <paramref name="block"/> &lt; <see cref="BlockCount"/>.</summary>
    public SimulatedBlock Open(int block)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)block, (uint)BlockCount, nameof(block));
        return new(_world, block);
    }

    /// <summary>The whole simulation as a log in memory, in order of rows.</summary>
    public InteractionLog ToLog()
    {
        var columns = new InteractionColumns();
        var rows = new SimulatedRows(PieceRows);
        for (var block = 0; block < BlockCount; block++)
        {
            var open = Open(block);
            while (open.Read(rows))
            {
                columns.UserIndices.Append(rows.UserIndices);
                columns.ValueIndices.Append(rows.ValueIndices);
                columns.Strengths.Append(rows.Strengths);
                columns.UnixMicroseconds.Append(rows.UnixMicroseconds);
            }
        }

        return new(Catalog, IdMap.Range(FirstUserId, Profile.Users), columns);
    }
}
