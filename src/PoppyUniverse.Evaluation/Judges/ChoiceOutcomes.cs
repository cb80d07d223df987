using PoppyUniverse.Evaluation.Measuring;
using PoppyUniverse.Evaluation.Metrics;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Evaluation;

/// <summary>What was said of the value that was picked, in each of n test rows.</summary>
/// <param name="Probabilities">(n), probability of that value.</param>
/// <param name="Better">(n), number of values that are given a higher probability.</param>
/// <param name="Tied">(n), number of other values that are given the same.</param>
public sealed record ChoiceOutcomes(float[] Probabilities, int[] Better, int[] Tied)
{
    private const int RowsPerPart = 4_096;

    /// <summary>Outcomes of known ranks, from 1, without ties: those of an oracle.</summary>
    public static ChoiceOutcomes OfRanks(float[] probabilities, IEnumerable<int> ranks)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        return new(probabilities, [.. ranks.Select(rank => rank - 1)], new int[probabilities.Length]);
    }

    /// <summary>Ranks all values of the catalog for each row of a log.</summary>
    /// <param name="model">The model; it must predict choices.</param>
    /// <param name="log">The rows. Users are matched by id.</param>
    /// <param name="threads">Worker threads; changes speed only.</param>
    /// <param name="cancellation">Stops between rows.</param>
    public static ChoiceOutcomes Of(IRecommender model, InteractionLog log, int threads, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(log);
        var count = checked((int)log.Count);
        var outcomes = new ChoiceOutcomes(new float[count], new int[count], new int[count]);
        var users = ModelJudge.UsersOf(model, log);
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        Parallel.For(0, (count + RowsPerPart - 1) / RowsPerPart, options, () => (new Ranker(model), new RowBatch(RowsPerPart), new Exposure(model.Catalog.ValueCount)), (part, _, own) =>
        {
            var (ranker, batch, shown) = own;
            var first = part * RowsPerPart;
            batch.Count = Math.Min(RowsPerPart, count - first);
            for (var i = 0; i < batch.Count; i++)
                batch.Rows[i] = first + i;
            ranker.Rank(log, users, batch, shown);
            batch.Probabilities.AsSpan(0, batch.Count).CopyTo(outcomes.Probabilities.AsSpan(first));
            batch.Better.AsSpan(0, batch.Count).CopyTo(outcomes.Better.AsSpan(first));
            batch.Tied.AsSpan(0, batch.Count).CopyTo(outcomes.Tied.AsSpan(first));
            return own;
        }, _ => { });
        return outcomes;
    }
}
