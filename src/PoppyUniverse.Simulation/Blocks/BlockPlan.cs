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
    private const long RowsPerBlock = 65_536;

    private readonly RandomStream _random;
    private readonly int _users;
    private readonly long _rows;
    private readonly double[]? _weightBefore;

    public BlockPlan(int users, long rows, double zipfExponent, RandomStream random)
    {
        (_users, _rows, _random) = (users, rows, random);
        UsersPerBlock = (int)Math.Clamp(rows == 0 ? users : RowsPerBlock * (double)users / rows, 1, Math.Min(users, RowsPerBlock));
        BlockCount = (users + UsersPerBlock - 1) / UsersPerBlock;
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
            var share = (Weight(middle) - Weight(low)) / (Weight(high) - Weight(low));
            var left = BinomialSampler.Draw(count, share, _random.Split(low).Split(high).Sequence().NextDouble());
            (low, high, first, count) = block < middle ? (low, middle, first, left) : (middle, high, first + left, count - left);
        }

        return (first, count);
    }

    /// <summary>
    /// Cumulative activity of the users of a block, from 0 at its first to 1 after its last; null when all are equal.
    /// </summary>
    public double[]? ActivityOf(int block)
    {
        if (_weightBefore is null)
            return null;
        var (first, count) = UsersOf(block);
        var (start, whole) = (_weightBefore[first], _weightBefore[first + count] - _weightBefore[first]);
        return [.. Enumerable.Range(0, count + 1).Select(i => (_weightBefore[first + i] - start) / whole)];
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
