using System.Collections.Concurrent;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Simulation;

/// <summary>
/// How a simulation is cut into blocks of consecutive users, and how many rows each block has. Rows are spread over
/// blocks as if each row drew its user on its own: the total is split in two by an exact binomial draw, and each half
/// again, so the place of any block is found by one descent that depends on the profile and the seed alone.
/// </summary>
internal sealed class BlockPlan
{
    /// <summary>Rows that a block is meant to have.</summary>
    private const long RowsPerBlock = 32_768;

    /// <summary>More users than this would not fit the cache.</summary>
    private const int MostUsersPerBlock = 4_096;

    // Cuts of fewer blocks than the whole divided by this are cheap enough to be drawn again each time.
    private const int RememberedParts = 4_096;

    private readonly RandomStream _random;
    private readonly int _users;
    private readonly long _rows;
    private readonly double[]? _weightBefore;
    private readonly ConcurrentDictionary<(int Low, int High), long> _rowsOfLeft = new();

    public BlockPlan(int users, long rows, double zipfExponent, RandomStream random)
    {
        (_users, _rows, _random) = (users, rows, random);
        var wanted = rows == 0 ? users : RowsPerBlock * (double)users / rows;
        UsersPerBlock = (int)Math.Clamp(wanted, 1, Math.Min(users, MostUsersPerBlock));
        BlockCount = (int)(((long)users + UsersPerBlock - 1) / UsersPerBlock);
        if (zipfExponent > 0)
            _weightBefore = CumulativeZipf(users, zipfExponent);
    }

    /// <summary>Users of every block but the last.</summary>
    public int UsersPerBlock { get; }

    public int BlockCount { get; }

    /// <summary>First user and number of users of a block.</summary>
    public (int First, int Count) UsersOf(int block) =>
        (block * UsersPerBlock, Math.Min(UsersPerBlock, _users - (block * UsersPerBlock)));

    /// <summary>First row and number of rows of a block.</summary>
    public (long First, long Count) RowsOf(int block)
    {
        int low = 0, high = BlockCount;
        long first = 0, count = _rows;
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            var left = RowsOfLeft(low, middle, high, count);
            (low, high, first, count) = block < middle ? (low, middle, first, left) : (middle, high, first + left, count - left);
        }

        return (first, count);
    }

    /// <summary>How active a user is, relative to others; null when all are equal.</summary>
    public Func<int, double>? Activity => _weightBefore is null ? null : user => _weightBefore[user + 1] - _weightBefore[user];

    // How many of the rows of blocks low … high − 1 belong to those before the middle.
    private long RowsOfLeft(int low, int middle, int high, long rows)
    {
        if ((high - low) * (long)RememberedParts < BlockCount)
            return Draw();
        return _rowsOfLeft.GetOrAdd((low, high), _ => Draw());

        long Draw()
        {
            var share = (Weight(middle) - Weight(low)) / (Weight(high) - Weight(low));
            return BinomialSampler.Draw(rows, share, _random.Split(low).Split(high).Sequence().NextDouble());
        }
    }

    // Total weight of the users before a block.
    private double Weight(int block)
    {
        var user = (int)Math.Min((long)block * UsersPerBlock, _users);
        return _weightBefore is null ? user : _weightBefore[user];
    }

    private static double[] CumulativeZipf(int users, double exponent)
    {
        var before = new double[users + 1];
        for (var k = 1; k <= users; k++)
            before[k] = before[k - 1] + PortableMath.Exp(-exponent * PortableMath.Log(k));
        return before;
    }
}
