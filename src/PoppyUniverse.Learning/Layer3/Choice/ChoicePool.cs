using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer3;

/// <summary>
/// Finds the weights of the laws of choice that explain some rows best: the log-likelihood is concave in them, so a few
/// damped Newton steps do. A law that would count against itself gets the weight 0. A weak prior, worth about one row, holds
/// the weights near the user's own counts.
/// </summary>
/// <param name="rows">Rows that the laws were not made from.</param>
/// <param name="threads">Worker threads; changes speed only.</param>
internal sealed class ChoicePool(Interaction[] rows, int threads)
{
    // The most rows × values to look at; beyond, rows are taken at even distances, but at least so many.
    private const int MostValues = 750_000;
    private const int FewestRows = 128;

    private const int RowsAtATime = 16;
    private const int Steps = 20;
    private const int Halvings = 12;
    private const double Tolerance = 1e-6;

    // precision of the prior of each weight; that of the factors' is smaller, because scores may be small numbers
    private static readonly double[] Precisions = [1e-3, 1, 1, 1, 1];

    /// <summary>The best weights, beginning with some, and the mean log-loss they leave.</summary>
    public (ChoiceWeights Weights, double Loss) Fit(ChoiceFactors factors, ChoiceWeights from, bool useFactors, CancellationToken cancellation)
    {
        var gathered = Gather(factors, cancellation);
        var (weights, open) = (from.ToArray(), new[] { useFactors, true, true, true, true });
        while (true)
        {
            (weights, var loss) = Newton(gathered, weights, open, cancellation);
            var worst = Array.IndexOf(weights, weights.Min());
            if (weights[worst] >= 0)
                return (ChoiceWeights.Of(weights), loss);
            (weights[worst], open[worst]) = (0, false);
        }
    }

    private (double[] Weights, double Loss) Newton(Gathered gathered, double[] from, bool[] open, CancellationToken cancellation)
    {
        var (weights, here) = (from, Sum(gathered, from, cancellation));
        for (var step = 0; step < Steps; step++)
        {
            var (move, before) = (here.Step(weights, Precisions, open), here.Objective(weights, Precisions));
            var gain = 0.0;
            for (var (halving, share) = (0, 1.0); halving < Halvings && gain <= 0; halving++, share /= 2)
            {
                double[] tried = [.. weights.Zip(move, (weight, way) => weight + (share * way))];
                var there = Sum(gathered, tried, cancellation);
                gain = before - there.Objective(tried, Precisions);
                if (gain > 0)
                    (weights, here) = (tried, there);
            }

            if (gain < Tolerance * here.Rows)
                break;
        }

        return (weights, here.Loss / here.Rows);
    }

    private Gathered Gather(ChoiceFactors factors, CancellationToken cancellation)
    {
        var laws = new ChoiceLaws(factors);
        var gathered = new PoolRow[Math.Min(rows.Length, Math.Max(FewestRows, MostValues / laws.Values))];
        Parallel.For(0, Blocks(gathered.Length), Options(cancellation), () => new UserLifts(laws), (block, _, lifts) =>
        {
            for (var i = block * RowsAtATime; i < Math.Min(gathered.Length, (block + 1) * RowsAtATime); i++)
                gathered[i] = new(laws, factors, lifts, rows[(int)((long)i * rows.Length / gathered.Length)]);
            return lifts;
        }, _ => { });
        return new(laws.Columns, gathered);
    }

    // Rows in blocks, the blocks' sums added in their order.
    private PoolSums Sum(Gathered gathered, double[] at, CancellationToken cancellation)
    {
        var (weights, blocks) = (ChoiceWeights.Of(at), new PoolSums[Blocks(gathered.Rows.Length)]);
        Parallel.For(0, blocks.Length, Options(cancellation), () => new AlignedFloats(gathered.Columns), (block, _, scores) =>
        {
            blocks[block] = new();
            foreach (var row in gathered.Rows.AsSpan()[(block * RowsAtATime)..Math.Min(gathered.Rows.Length, (block + 1) * RowsAtATime)])
                row.AddTo(weights, scores, blocks[block]);
            return scores;
        }, _ => { });
        var all = new PoolSums();
        foreach (var block in blocks)
            all.Add(block);
        return all;
    }

    private ParallelOptions Options(CancellationToken cancellation) => new() { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };

    private static int Blocks(int rows) => (rows + RowsAtATime - 1) / RowsAtATime;

    private sealed record Gathered(int Columns, PoolRow[] Rows);
}
