using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// What one user's picks say of the user's tastes: the most likely ones and, around them, a normal law (Laplace's
/// approximation), found by Newton's steps. A pick counts as far as it is no habit. One for each worker.
/// </summary>
internal sealed class ChoicePosterior
{
    private const int Waves = DayWaves.Count;
    private const double LongestStep = 1.5;
    private const double SmallestStep = 1e-3;

    private readonly ChoiceHours _hours;
    private readonly ChoiceTastes _model;
    private readonly (int Tastes, int Values) _width;
    private readonly HourlyPicks _picks;
    private readonly double[] _probabilities; // (24 × Columns)
    private readonly double[] _averages; // (24 × TasteWidth)
    private readonly double[] _free = new double[TimeSlot.Hours];
    private readonly double[] _grams; // (3 × 3 × Columns): Σ over hours of free · probability · B_b B_c
    private readonly double[] _picked; // (3 × Columns): Σ over free picks of B_b
    private readonly double[] _expected; // (3 × Columns): the same as probabilities have it
    private readonly double[] _step;
    private readonly double[] _mixed;

    public ChoicePosterior(ChoiceHours hours)
    {
        (_hours, _model, _width) = (hours, hours.Model, (hours.TasteWidth, hours.Columns));
        _picks = new(_model);
        (_probabilities, _averages) = (new double[TimeSlot.Hours * _width.Values], new double[TimeSlot.Hours * _width.Tastes]);
        (_grams, _picked, _expected) = (new double[Waves * Waves * _width.Values], new double[Waves * _width.Values], new double[Waves * _width.Values]);
        (_step, _mixed) = (new double[_width.Tastes], new double[_width.Tastes]);
        (Mean, Covariance) = (new double[_width.Tastes], new double[_width.Tastes * _width.Tastes]);
    }

    /// <summary>Tastes (R), zeros behind.</summary>
    public double[] Mean { get; }

    /// <summary>(TasteWidth × TasteWidth).</summary>
    public double[] Covariance { get; }

    /// <summary>Weight of all picks.</summary>
    public double AllWeight => _picks.Weight;

    /// <summary>Weight of an hour's picks that are no habits; 0 for an hour without picks, of which nothing else is known.</summary>
    public double Free(int hour) => _free[hour];

    /// <summary>(Columns) probabilities at an hour of picks that are no habits.</summary>
    public ReadOnlySpan<double> Probabilities(int hour) => _probabilities.AsSpan(hour * _width.Values, _width.Values);

    /// <summary>(TasteWidth) the mean of the values' features at an hour.</summary>
    public ReadOnlySpan<double> Average(int hour) => _averages.AsSpan(hour * _width.Tastes, _width.Tastes);

    /// <summary>(Columns) sum over hours of free picks times probability times B_b B_c.</summary>
    public ReadOnlySpan<double> Gram(int b, int c) => _grams.AsSpan(((b * Waves) + c) * _width.Values, _width.Values);

    /// <summary>(Columns) sum over free picks of B_b.</summary>
    public ReadOnlySpan<double> Picked(int b) => _picked.AsSpan(b * _width.Values, _width.Values);

    /// <summary>Finds tastes from the picks, beginning at <see cref="Mean"/>.</summary>
    public void Find(ChoicePicks picks, int slot, int steps)
    {
        _picks.Load(picks, slot);
        for (var step = 0; step < steps; step++)
        {
            Predict();
            Weigh();
            DenseRows.Invert(Covariance, _width.Tastes);
            if (Move() < SmallestStep)
                break;
        }

        Predict();
    }

    // Everything under the tastes found so far.
    private void Predict()
    {
        for (var hour = 0; hour < TimeSlot.Hours; hour++)
        {
            if (_picks.Any(hour))
                Predict(hour);
        }

        _picks.Share(_probabilities, _free, _picked);
        Array.Clear(_grams);
        Array.Clear(_expected);
        for (var hour = 0; hour < TimeSlot.Hours; hour++)
        {
            var basis = DayWaves.At(hour);
            for (var b = 0; b < Waves && _free[hour] > 0; b++)
            {
                DenseRows.Add(_expected.AsSpan(b * _width.Values, _width.Values), _free[hour] * basis[b], Probabilities(hour));
                for (var c = 0; c < Waves; c++)
                    DenseRows.Add(_grams.AsSpan(((b * Waves) + c) * _width.Values, _width.Values), _free[hour] * basis[b] * basis[c], Probabilities(hour));
            }
        }
    }

    private void Predict(int hour)
    {
        var logits = _probabilities.AsSpan(hour * _width.Values, _width.Values);
        _hours.Everybody(hour).CopyTo(logits);
        for (var r = 0; r < _model.Rank; r++)
            DenseRows.Add(logits, Mean[r], _hours.Features(hour, r));
        DenseRows.Softmax(logits);
        for (var r = 0; r < _model.Rank; r++)
            _averages[(hour * _width.Tastes) + r] = DenseRows.LongDot(logits, _hours.Features(hour, r));
    }

    // The gradient of the log-likelihood, and its curvature in the place of the covariance.
    private void Weigh()
    {
        Array.Clear(Covariance);
        for (var i = 0; i < _width.Tastes; i++)
            (_step[i], Covariance[(i * _width.Tastes) + i]) = (-Mean[i], 1);
        for (var value = 0; value < _model.Values; value++)
        {
            for (var b = 0; b < Waves; b++)
            {
                var tastes = _hours.Tastes(value, b);
                DenseRows.Add(_step, Picked(b)[value] - _expected[(b * _width.Values) + value], tastes);
                Span<double> grams = [Gram(b, 0)[value], Gram(b, 1)[value], Gram(b, 2)[value]];
                DenseRows.Multiply(grams, _hours.Tastes(value), _mixed);
                DenseRows.AddOuter(Covariance, tastes[.._model.Rank], _mixed);
            }
        }

        for (var hour = 0; hour < TimeSlot.Hours; hour++)
        {
            if (_free[hour] == 0)
                continue;
            Array.Clear(_mixed);
            DenseRows.Add(_mixed, -_free[hour], Average(hour));
            DenseRows.AddOuter(Covariance, Average(hour)[.._model.Rank], _mixed);
        }
    }

    // Newton's step, shortened when long; returns its longest entry.
    private double Move()
    {
        var longest = 0.0;
        for (var i = 0; i < _width.Tastes; i++)
        {
            _mixed[i] = DenseRows.Dot(Covariance.AsSpan(i * _width.Tastes, _width.Tastes), _step);
            longest = Math.Max(longest, Math.Abs(_mixed[i]));
        }

        DenseRows.Add(Mean, longest > LongestStep ? LongestStep / longest : 1, _mixed);
        return longest;
    }
}
