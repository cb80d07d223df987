using PoppyUniverse.Interactions;

namespace PoppyUniverse.Evaluation.Learnability;

/// <summary>
/// Several statistics of one column against the same permutations of it. Rows keep their place in their group, so what all
/// rows of a group share cannot make a difference. Each permutation has a stream of its own and sums are taken in order:
/// the number of threads changes nothing.
/// </summary>
/// <param name="cells">The column.</param>
/// <param name="given">The groups in which cells change places.</param>
/// <param name="open">Opens the statistics.</param>
/// <param name="questions">What each statistic asks.</param>
internal sealed class PermutationStage<T>(T[] cells, Grouping given, Func<IRowStatistics<T>> open, IReadOnlyList<LearnabilityQuestion> questions) : IPermutationStage
{
    // What is as large as the log's own but for rounding counts as as large.
    private const double Rounding = 1e-9;

    /// <inheritdoc/>
    public IReadOnlyList<PermutationResult> Run(int permutations, RandomStream random, int threads, Action tick, CancellationToken cancellation)
    {
        var observed = new double[questions.Count];
        open().Compute(cells, observed);
        var permuted = new double[permutations * questions.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        Parallel.For(0, permutations, options, () => new Worker(cells, given, open()), (number, _, worker) =>
        {
            worker.Permute(random.Split(number), permuted.AsSpan(number * questions.Count, questions.Count));
            tick();
            return worker;
        }, _ => { });
        return [.. questions.Select((question, q) => Result(question, observed[q], [.. Enumerable.Range(0, permutations).Select(b => permuted[(b * questions.Count) + q])]))];
    }

    private static PermutationResult Result(LearnabilityQuestion question, double observed, double[] permuted)
    {
        var mean = permuted.Sum() / permuted.Length;
        var deviation = Math.Sqrt(permuted.Sum(statistic => (statistic - mean) * (statistic - mean)) / (permuted.Length - 1));
        var margin = Rounding * Math.Max(Math.Abs(observed), deviation);
        var asLarge = permuted.Count(statistic => statistic >= observed - margin);
        return new(question, observed, mean, deviation > margin ? (observed - mean) / deviation : 0, (1.0 + asLarge) / (1 + permuted.Length));
    }

    private sealed class Worker(T[] cells, Grouping given, IRowStatistics<T> statistics)
    {
        private readonly Shuffler _shuffler = new();
        private readonly T[] _cells = new T[cells.Length];

        public void Permute(RandomStream stream, Span<double> results)
        {
            cells.CopyTo(_cells, 0);
            _shuffler.Shuffle(_cells.AsSpan(), given, stream);
            statistics.Compute(_cells, results);
        }
    }
}
