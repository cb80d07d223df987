using System.Numerics;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Evaluation.Metrics;

/// <summary>
/// The bootstrap over groups of users: a resample draws as many groups as there are, with replacement, each with all its
/// rows, because rows of one user are alike and would make intervals too narrow on their own. All models see the same
/// resamples, so their differences are paired. Source: Efron and Tibshirani, "An Introduction to the Bootstrap" (1993),
/// ch. 13 (percentile intervals).
/// </summary>
internal sealed class Bootstrap
{
    /// <summary>Makes numbers of the sums of a resample.</summary>
    public delegate void Statistics(ReadOnlySpan<double> sums, Span<double> numbers);

    // resamples that go through the sums together: what is read once serves them all
    private const int Together = 4;

    private readonly ushort[][] _times;
    private readonly ICollective _ranks;

    /// <summary>Draws the resamples, which ranks share.</summary>
    public Bootstrap(int groups, int resamples, RandomStream random, ICollective ranks)
    {
        (_times, _ranks) = (new ushort[resamples][], ranks);
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

    /// <summary>Adds up the groups of every resample, and keeps some numbers of each; all ranks take part.</summary>
    /// <param name="sums">(groups × width).</param>
    /// <param name="width">Numbers a group.</param>
    /// <param name="threads">Worker threads; changes speed only.</param>
    /// <param name="keep">How many numbers, and what makes them of a resample's sums, (width); called from several threads.</param>
    /// <returns>(resamples × numbers kept).</returns>
    public double[] Resample(double[] sums, int width, int threads, (int Count, Statistics Of) keep)
    {
        var parts = (Count + Together - 1) / Together;
        var (firstPart, endPart) = (parts * _ranks.Rank / _ranks.Size, parts * (_ranks.Rank + 1) / _ranks.Size);
        var kept = new double[Count * keep.Count];
        Parallel.For(firstPart, endPart, new ParallelOptions { MaxDegreeOfParallelism = threads }, () => new double[Together * width], (part, _, totals) =>
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
                keep.Of(totals.AsSpan((b - first) * width, width), kept.AsSpan(b * keep.Count, keep.Count));
            return totals;
        }, _ => { });
        return _ranks.Size == 1 ? kept : _ranks.AllGather<double>(kept.AsSpan((Math.Min(Count, firstPart * Together) * keep.Count)..(Math.Min(Count, endPart * Together) * keep.Count)));
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
