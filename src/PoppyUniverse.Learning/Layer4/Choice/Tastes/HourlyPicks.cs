using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>One user's picks by hour and value, and how far they are habits.</summary>
internal sealed class HourlyPicks(ChoiceTastes model)
{
    private const double PriorRows = Baselines.CountBaseline.PriorRows;

    private readonly double[] _weights = new double[TimeSlot.Hours * model.Values];
    private readonly double[] _habits = new double[model.Values]; // what habit alone would give
    private readonly int[] _ever = new int[model.Values];
    private readonly bool[] _any = new bool[TimeSlot.Hours];
    private readonly List<int> _codes = []; // those picked

    /// <summary>Weight of all picks.</summary>
    public double Weight { get; private set; }

    /// <summary>Whether there are picks at an hour.</summary>
    public bool Any(int hour) => _any[hour];

    /// <summary>Takes a user's.</summary>
    public void Load(ChoicePicks picks, int slot)
    {
        foreach (var code in _codes)
            (_weights[code], _ever[code % model.Values]) = (0, 0);
        _codes.Clear();
        Array.Clear(_any);
        Weight = 0;
        var codes = picks.Codes(slot);
        var weights = picks.Weights(slot);
        for (var i = 0; i < codes.Length; i++)
        {
            if (_weights[codes[i]] == 0)
                _codes.Add(codes[i]);
            _weights[codes[i]] += weights[i];
            Weight += weights[i];
            _any[codes[i] / model.Values] = true;
            _ever[codes[i] % model.Values]++;
        }

        // a pick is not its own habit
        for (var value = 0; value < model.Values; value++)
            _habits[value] = (Math.Max(0, _ever[value] - 1) + (PriorRows * model.Popularity[value])) / (Math.Max(0, codes.Length - 1) + PriorRows);
    }

    /// <summary>Weighs what is no habit.</summary>
    /// <param name="probabilities">(24 × columns) of picks that are none.</param>
    /// <param name="free">(24) their weight by hour.</param>
    /// <param name="picked">(3 × columns) their weight by value, times B_b of the hour.</param>
    public void Share(ReadOnlySpan<double> probabilities, Span<double> free, Span<double> picked)
    {
        free.Clear();
        picked.Clear();
        var columns = picked.Length / DayWaves.Count;
        foreach (var code in _codes)
        {
            var (hour, value) = Math.DivRem(code, model.Values);
            var (ofTaste, ofHabit) = ((1 - model.Habit) * probabilities[(hour * columns) + value], model.Habit * _habits[value]);
            var weight = _weights[code] * ofTaste / (ofTaste + ofHabit);
            free[hour] += weight;
            var basis = DayWaves.At(hour);
            for (var b = 0; b < DayWaves.Count; b++)
                picked[(b * columns) + value] += basis[b] * weight;
        }
    }
}
