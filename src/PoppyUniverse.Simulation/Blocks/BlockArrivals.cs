using PoppyUniverse.Interactions;

namespace PoppyUniverse.Simulation;

/// <summary>
/// Who comes when: user and time of each row of a block. Rows in drawn order are made when asked for; rows in order of
/// time need the whole block first.
/// </summary>
internal sealed class BlockArrivals
{
    private readonly SimulatedWorld _world;
    private readonly BlockUsers _users;
    private readonly double[]? _activity;
    private readonly (int First, int Count) _userRange;
    private readonly RandomStream _random;
    private readonly RandomStream _again;
    private readonly long _firstRow;
    private readonly (long Time, int User)[]? _sorted;

    public BlockArrivals(SimulatedWorld world, BlockUsers users, int block, long firstRow, long rowCount)
    {
        (_world, _users, _firstRow) = (world, users, firstRow);
        _userRange = world.Plan.UsersOf(block);
        _activity = world.Plan.ActivityOf(block);
        _random = world.Random.Split("arrivals");
        _again = world.Random.Split("arrivals again");
        if (world.Profile.Order == RowOrder.Time)
        {
            _sorted = new (long, int)[rowCount];
            for (var i = 0; i < _sorted.Length; i++)
                _sorted[i] = Draw(firstRow + i);
            Array.Sort(_sorted); // rows of one microsecond stand by user, whatever the sort does
        }
    }

    /// <summary>Fills users and times of rows <paramref name="first"/> and following of the block.</summary>
    public void Read(long first, int count, SimulatedRows rows)
    {
        for (var i = 0; i < count; i++)
        {
            var (time, user) = _sorted is null ? Draw(_firstRow + first + i) : _sorted[first + i];
            rows.Set(i, user, time);
        }
    }

    private (long Time, int User) Draw(long row)
    {
        var (userWord, ofDay, agoLow, agoHigh) = _random.Words((ulong)row);
        var user = User(userWord, row);
        var ago = (((((ulong)agoHigh << 32) | agoLow) >> 12) + 0.5) * (1.0 / (1UL << 52));
        var time = _world.Arrivals.Draw(_users.ChronotypeOf(user), SimulatedBlock.Uniform(ofDay), ago);
        return (time, _userRange.First + user);
    }

    private int User(uint word, long row)
    {
        if (_activity is not null)
        {
            var index = Array.BinarySearch(_activity, SimulatedBlock.Uniform(word));
            return Math.Min(index >= 0 ? index : ~index - 1, _userRange.Count - 1);
        }

        // uniform without bias: multiply and shift, and draw again where a cell of 2³² would be shared
        var product = (ulong)word * (uint)_userRange.Count;
        if ((uint)product < (uint)_userRange.Count && (uint)product < (uint)((1L << 32) % _userRange.Count))
            return (int)_again.Split(row).Sequence().NextBelow(_userRange.Count);
        return (int)(product >> 32);
    }
}
