using System.Numerics;
using PoppyUniverse.Evaluation.Measuring;
using PoppyUniverse.Evaluation.Metrics;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Evaluation;

/// <summary>Ranks all values of the catalog for test rows, some rows at a time: memory grows neither with rows nor, beyond one row, with the catalog.</summary>
internal sealed class Ranker
{
    private const int ValuesAtATime = 16_384;

    private readonly IRecommender _model;
    private readonly int _values;
    private readonly int _rowsAtATime;
    private readonly int[] _userOf;
    private readonly int[] _valueOf;
    private readonly TimeSlot[] _slotOf;
    private readonly float[] _probabilities;

    public Ranker(IRecommender model)
    {
        (_model, _values) = (model, model.Catalog.ValueCount);
        _rowsAtATime = Math.Max(1, ValuesAtATime / _values);
        var room = _rowsAtATime * _values;
        (_userOf, _valueOf, _slotOf, _probabilities) = (new int[room], new int[room], new TimeSlot[room], new float[room]);
        for (var place = 0; place < room; place++)
            _valueOf[place] = place % _values;
    }

    /// <summary>Ranks the rows of a batch.</summary>
    /// <param name="log">The log.</param>
    /// <param name="users">The model's index of each user of the log; null when they are the same.</param>
    /// <param name="batch">The rows, and where outcomes go.</param>
    /// <param name="shown">Told which values stand first.</param>
    public void Rank(InteractionLog log, int[]? users, RowBatch batch, Exposure shown)
    {
        for (var first = 0; first < batch.Count; first += _rowsAtATime)
        {
            var count = Math.Min(_rowsAtATime, batch.Count - first);
            for (var i = 0; i < count; i++)
            {
                var row = log[batch.Rows[first + i]];
                _userOf.AsSpan(i * _values, _values).Fill(users is null ? row.UserIndex : users[row.UserIndex]);
                _slotOf.AsSpan(i * _values, _values).Fill(row.Slot);
            }

            var room = count * _values;
            _model.Score(new(_userOf.AsSpan(0, room), _valueOf.AsSpan(0, room), _slotOf.AsSpan(0, room)), new() { ChoiceProbabilities = _probabilities.AsSpan(0, room) });
            for (var i = 0; i < count; i++)
            {
                var all = _probabilities.AsSpan(i * _values, _values);
                var own = all[log.ValueIndices[batch.Rows[first + i]]];
                var (better, same) = Count(all, own);
                (batch.Probabilities[first + i], batch.Better[first + i], batch.Tied[first + i]) = (own, better, same - 1); // not with itself
                shown.Add(all);
            }
        }
    }

    private static (int Better, int Same) Count(ReadOnlySpan<float> all, float own)
    {
        var (bound, better, same) = (new Vector<float>(own), Vector<int>.Zero, Vector<int>.Zero);
        var i = 0;
        for (; i <= all.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var probabilities = new Vector<float>(all[i..]);
            better -= Vector.GreaterThan(probabilities, bound); // a lane that holds is −1
            same -= Vector.Equals(probabilities, bound);
        }

        var (moreCount, sameCount) = (Vector.Sum(better), Vector.Sum(same));
        for (; i < all.Length; i++)
        {
            moreCount += all[i] > own ? 1 : 0;
            sameCount += all[i] == own ? 1 : 0;
        }

        return (moreCount, sameCount);
    }
}
