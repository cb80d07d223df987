using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer3;

/// <summary>
/// By how much a user's own counts lift values over popularity, and those of a part of the week over the user's counts: up
/// to what is the same for all values, ln (1 + n / 5q) and ln (1 + c / 5m), with n and c the weights of picks, q popularity
/// and m = (n + 5q) / (all + 5). Only values that were picked are lifted. One for each worker.
/// </summary>
internal sealed unsafe class UserLifts(ChoiceLaws laws)
{
    private readonly double[] _picks = new double[laws.Values];
    private readonly List<(int Value, float Lift)> _always = [];
    private readonly List<(int Value, float Lift)> _now = [];
    private ReadOnlyMemory<long> _keys;
    private ReadOnlyMemory<float> _weights;
    private double _all;

    /// <summary>Lifts of the user whatever the time.</summary>
    public IReadOnlyList<(int Value, float Lift)> Always => _always;

    /// <summary>Further lifts at the slot.</summary>
    public IReadOnlyList<(int Value, float Lift)> Now => _now;

    /// <summary>Adds both to scores, in their weights.</summary>
    public void AddTo(float* scores, ChoiceWeights weights)
    {
        foreach (var (value, lift) in _always)
            scores[value] = MathF.FusedMultiplyAdd((float)weights.User, lift, scores[value]);
        foreach (var (value, lift) in _now)
            scores[value] = MathF.FusedMultiplyAdd((float)weights.UserTime, lift, scores[value]);
    }

    /// <summary>Turns to a user, or to <see cref="IdMap.Unknown"/>, who lifts nothing.</summary>
    public void MoveToUser(UserPicks picks, int user)
    {
        foreach (var (value, _) in _always)
            _picks[value] = 0;
        _always.Clear();
        _now.Clear();
        (_keys, _weights) = picks.EntriesOf(user);
        var keys = _keys.Span;
        var weights = _weights.Span;
        _all = 0;
        for (var entry = 0; entry < keys.Length; entry++)
        {
            var value = (int)(keys[entry] % laws.Values);
            if (_picks[value] == 0)
                _always.Add((value, 0));
            _picks[value] += weights[entry];
            _all += weights[entry];
        }

        for (var i = 0; i < _always.Count; i++)
        {
            var value = _always[i].Value;
            _always[i] = (value, (float)PortableMath.Log(1 + (_picks[value] / (ChoiceLaws.UserPriorRows * laws.Popularity[value]))));
        }
    }

    /// <summary>Turns to a time, for the same user.</summary>
    public void MoveToSlot(TimeSlot slot)
    {
        _now.Clear();
        var keys = _keys.Span;
        var first = (long)DayParts.Part(slot) * laws.Values;
        var entry = keys.BinarySearch(first);
        for (entry = entry < 0 ? ~entry : entry; entry < keys.Length && keys[entry] < first + laws.Values; entry++)
        {
            var value = (int)(keys[entry] - first);
            var own = (_picks[value] + (ChoiceLaws.UserPriorRows * laws.Popularity[value])) / (_all + ChoiceLaws.UserPriorRows);
            _now.Add((value, (float)PortableMath.Log(1 + (_weights.Span[entry] / (ChoiceLaws.UserPriorRows * own)))));
        }
    }
}
