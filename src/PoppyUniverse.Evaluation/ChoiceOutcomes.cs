using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Evaluation;

/// <summary>What a model said of the value that was picked, in each of n test rows.</summary>
/// <param name="Probabilities">(n), probability of that value.</param>
/// <param name="Better">(n), number of values that the model gives a higher probability.</param>
/// <param name="Tied">(n), number of other values that it gives the same.</param>
public sealed record ChoiceOutcomes(float[] Probabilities, int[] Better, int[] Tied)
{
    private const int ValuesAtATime = 16_384;

    /// <summary>Outcomes of known ranks, from 1, without ties: those of an oracle.</summary>
    public static ChoiceOutcomes OfRanks(float[] probabilities, IEnumerable<int> ranks)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        return new(probabilities, [.. ranks.Select(rank => rank - 1)], new int[probabilities.Length]);
    }

    /// <summary>Ranks all values of the catalog for each row of a log; memory does not grow with the catalog.</summary>
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
        int[] users = [.. Enumerable.Range(0, log.Users.Count).Select(user => model.Users.IndexOf(log.Users[user]))];
        var rowsAtATime = Math.Max(1, ValuesAtATime / model.Catalog.ValueCount);
        var parts = (count + rowsAtATime - 1) / rowsAtATime;
        Parallel.For(0, parts, new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation }, () => new Ranker(model, rowsAtATime), (part, _, ranker) =>
        {
            ranker.Rank(log, (part * rowsAtATime, Math.Min(count, (part + 1) * rowsAtATime)), users, outcomes);
            return ranker;
        }, _ => { });
        return outcomes;
    }

    private sealed class Ranker(IRecommender model, int rows)
    {
        private readonly int _values = model.Catalog.ValueCount;
        private readonly int[] _userOf = new int[rows * model.Catalog.ValueCount];
        private readonly int[] _valueOf = [.. Enumerable.Range(0, rows * model.Catalog.ValueCount).Select(place => place % model.Catalog.ValueCount)];
        private readonly TimeSlot[] _slotOf = new TimeSlot[rows * model.Catalog.ValueCount];
        private readonly float[] _probabilities = new float[rows * model.Catalog.ValueCount];

        public void Rank(InteractionLog log, (int First, int End) part, int[] users, ChoiceOutcomes to)
        {
            for (var row = part.First; row < part.End; row++)
            {
                var place = (row - part.First) * _values;
                _userOf.AsSpan(place, _values).Fill(users[log.UserIndices[row]]);
                _slotOf.AsSpan(place, _values).Fill(log[row].Slot);
            }

            var count = (part.End - part.First) * _values;
            model.Score(new(_userOf.AsSpan(0, count), _valueOf.AsSpan(0, count), _slotOf.AsSpan(0, count)), new() { ChoiceProbabilities = _probabilities.AsSpan(0, count) });
            for (var row = part.First; row < part.End; row++)
            {
                var all = _probabilities.AsSpan((row - part.First) * _values, _values);
                var own = all[log.ValueIndices[row]];
                to.Probabilities[row] = own;
                foreach (var probability in all)
                {
                    to.Better[row] += probability > own ? 1 : 0;
                    to.Tied[row] += probability == own ? 1 : 0;
                }

                to.Tied[row]--; // not with itself
            }
        }
    }
}
