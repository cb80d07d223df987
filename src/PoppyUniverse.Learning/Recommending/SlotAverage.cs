using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Recommending;

/// <summary>
/// Predictions of one user for a number of values, at one hour of the week or averaged over the training log's hours,
/// each with its frequency. Not thread-safe: one for each thread.
/// </summary>
internal sealed class SlotAverage
{
    private const int Classes = Interaction.StrengthClasses;

    private readonly IRecommender _model;
    private readonly (TimeSlot Slot, float Weight)[] _slots;
    private readonly int[] _values;
    private readonly PredictionBuffer _scores;
    private readonly (int[] Users, int[] Values, TimeSlot[] Slots) _rows;

    public SlotAverage(IRecommender model, TimeSlot? at, int[] values)
    {
        (_model, _values) = (model, values);
        _slots = at is { } slot ? [(slot, 1f)] : Frequencies(model.Statistics);
        var count = values.Length * _slots.Length;
        _scores = new(count, model.Targets);
        Average = _slots.Length == 1 ? _scores : new(values.Length, model.Targets);
        _rows = (new int[count], new int[count], new TimeSlot[count]);
        for (var i = 0; i < count; i++)
            (_rows.Values[i], _rows.Slots[i]) = (values[i % values.Length], _slots[i / values.Length].Slot);
    }

    /// <summary>The last user's averages, a row a value.</summary>
    public PredictionBuffer Average { get; }

    /// <summary>Predicts for a user index, or <see cref="IdMap.Unknown"/>.</summary>
    public void Score(int user)
    {
        _rows.Users.AsSpan().Fill(user);
        _model.Score(new(_rows.Users, _rows.Values, _rows.Slots), _scores.All);
        if (_slots.Length == 1)
            return; // its weight is 1
        Mix(_scores.ExpectedStrengths, Average.ExpectedStrengths, 1);
        Mix(_scores.ClassProbabilities, Average.ClassProbabilities, Classes);
        Mix(_scores.ChoiceProbabilities, Average.ChoiceProbabilities, 1);
    }

    private void Mix(float[] from, float[] to, int width)
    {
        if (to.Length == 0)
            return;
        Array.Clear(to);
        for (var s = 0; s < _slots.Length; s++)
        {
            var start = s * _values.Length * width;
            for (var i = 0; i < to.Length; i++)
                to[i] += _slots[s].Weight * from[start + i];
        }
    }

    private static (TimeSlot Slot, float Weight)[] Frequencies(LogStatistics statistics)
    {
        double all = statistics.Rows;
        return all == 0
            ? [(default, 1f)]
            : [.. Enumerable.Range(0, TimeSlot.Count)
                .Where(slot => statistics.SlotCounts[slot] > 0)
                .Select(slot => (new TimeSlot((byte)slot), (float)(statistics.SlotCounts[slot] / all)))];
    }
}
