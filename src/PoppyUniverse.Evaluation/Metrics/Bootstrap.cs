using System.Numerics;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Evaluation.Metrics;

/// <summary>
/// The bootstrap over groups of users: a resample draws as many groups as there are, with replacement, each with all its
/// rows, because rows of one user are alike and would make intervals too narrow on their own. All models see the same
/// resamples, so their differences are paired. Source: Efron and Tibshirani, "An Introduction to the Bootstrap" (1993),
/// ch. 13 (percentile intervals).
/// </summary>
internal sealed class Bootstrap
{
    // resamples that go through the sums together: what is read once serves them all
    private const int Together = 4;

    private readonly ushort[][] _times;

    /// <summary>Draws the resamples.</summary>
    public Bootstrap(int groups, int resamples, RandomStream random)
    {
        _times = new ushort[resamples][];
        Parallel.For(0, resamples, b =>
        {
            var draws = random.Split(b).Sequence();
            var times = new ushort[groups];
            for (var i = 0; i < groups; i++)
                times[draws.NextBelow(groups)]++;
            _times[b] = times;
        });
    }

    /// <summary>Number of resamples.</summary>
    public int Count => _times.Length;

    /// <summary>Adds up the groups of every resample.</summary>
    /// <param name="sums">(groups × width).</param>
    /// <param name="width">Numbers a group.</param>
    /// <param name="threads">Worker threads; changes speed only.</param>
    /// <param name="take">Told the sums of each resample, (width); from several threads.</param>
    public void Resample(double[] sums, int width, int threads, Action<int, ReadOnlySpan<double>> take)
    {
        Parallel.For(0, (Count + Together - 1) / Together, new ParallelOptions { MaxDegreeOfParallelism = threads }, () => new double[Together * width], (part, _, totals) =>
        {
            var (first, end) = (part * Together, Math.Min(Count, (part + 1) * Together));
            Array.Clear(totals);
            for (var group = 0; group < sums.Length / width; group++)
            {
                for (var b = first; b < end; b++)
                {
                    if (_times[b][group] is > 0 and var times)
                        Add(sums.AsSpan(group * width, width), times, totals.AsSpan((b - first) * width, width));
                }
            }

            for (var b = first; b < end; b++)
                take(b, totals.AsSpan((b - first) * width, width));
            return totals;
        }, _ => { });
    }

    /// <summary>The interval that holds the middle share of the values, by linear interpolation between order statistics.</summary>
    public static (double Low, double High) Interval(double[] values, double confidence)
    {
        var sorted = values.Order().ToArray();
        return (Quantile((1 - confidence) / 2), Quantile((1 + confidence) / 2));

        double Quantile(double p)
        {
            var place = p * (sorted.Length - 1);
            var below = (int)place;
            var above = Math.Min(below + 1, sorted.Length - 1);
            return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
        }
    }

    // A product and a sum, never fused: the same bits on every processor.
    private static void Add(ReadOnlySpan<double> sums, double times, Span<double> to)
    {
        var i = 0;
        for (; i <= sums.Length - Vector<double>.Count; i += Vector<double>.Count)
            (new Vector<double>(to[i..]) + (times * new Vector<double>(sums[i..]))).CopyTo(to[i..]);
        for (; i < sums.Length; i++)
            to[i] += times * sums[i];
    }
}
