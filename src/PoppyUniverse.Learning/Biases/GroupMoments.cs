namespace PoppyUniverse.Learning;

/// <summary>
/// What shrinkage asks of rows in groups, as whole numbers, so that it may be added up in any order and over ranks: numbers
/// that are none count in steps of 2⁻²⁴, finer than the floats that biases become.
/// </summary>
internal sealed class GroupMoments
{
    private const double StepsOfOne = 1 << 24;

    private readonly long[] _sums; // in the order of the properties

    private GroupMoments(long[] sums) => _sums = sums;

    /// <summary>Groups that have rows.</summary>
    public long Groups => _sums[0];

    /// <summary>Rows.</summary>
    public long Rows => _sums[1];

    /// <summary>Σ n² over groups of n rows.</summary>
    public double SquaredCounts => _sums[2];

    /// <summary>Sum of all rows.</summary>
    public double Sum => FromSteps(_sums[3]);

    /// <summary>Σ s² ÷ n over groups of n rows with the sum s.</summary>
    public double SquaredSums => FromSteps(_sums[4]);

    /// <summary>Moments of groups.</summary>
    /// <param name="sums">Sum of each group's rows, in steps.</param>
    /// <param name="counts">Rows of each group.</param>
    public static GroupMoments Of(ReadOnlySpan<long> sums, ReadOnlySpan<long> counts)
    {
        var moments = new long[5];
        for (var group = 0; group < counts.Length; group++)
        {
            var (count, sum) = (counts[group], FromSteps(sums[group]));
            if (count == 0)
                continue;
            moments[0]++;
            moments[1] += count;
            moments[2] += count * count;
            moments[3] += sums[group];
            moments[4] += ToSteps(sum * sum / count);
        }

        return new(moments);
    }

    /// <summary>The same over all ranks, each of which has other groups.</summary>
    public GroupMoments OfAll(ICollective ranks) => new(ranks.Sum(_sums));

    /// <summary>A number in steps.</summary>
    public static long ToSteps(double number) => (long)Math.Round(number * StepsOfOne);

    /// <summary>The number that so many steps are.</summary>
    public static double FromSteps(long steps) => steps / StepsOfOne;
}
