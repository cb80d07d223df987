using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// What the users of a lane say of values, to be added over lanes in their order: for each value the gradient of (μ, M),
/// (3 × Width), and its curvature as a product of a matrix over the basis, (3 × 3), and one over (1, w), (Width × Width):
/// how fast Newton's steps get there depends on it, where they end does not.
/// </summary>
internal sealed class ChoiceSums
{
    private const int Waves = DayWaves.Count;

    private readonly ChoiceHours _hours;
    private readonly ChoiceTastes _model;
    private readonly (int Tastes, int Values) _width;
    private readonly Memory<double> _sums;
    private readonly double[] _square; // E[(1, w)(1, w)ᵀ]
    private readonly double[] _spreads; // (V × 3 × TasteWidth): S M_vb, S being the covariance
    private readonly double[] _crosses; // (V × 3 × TasteWidth): Σ over hours of free · p B_b S x̄
    private readonly double[] _products; // (3 × 3 × Columns): M_vb · S M_vc
    private readonly double[] _expected; // (3 × Columns)
    private readonly double[] _pairs; // (3 × 3 × Columns)
    private readonly double[] _law; // (Columns)
    private readonly double[] _spread;
    private readonly double[] _factors; // (V × 3)

    /// <summary>Sums in a place that holds zeros.</summary>
    public ChoiceSums(ChoiceHours hours, Memory<double> sums)
    {
        (_hours, _model, _width, _sums) = (hours, hours.Model, (hours.TasteWidth, hours.Columns), sums);
        (_square, _spread, _law) = (new double[_model.Width * _model.Width], new double[_width.Tastes], new double[_width.Values]);
        _factors = new double[_model.Values * Waves];
        (_spreads, _crosses) = (new double[_model.Values * Waves * _width.Tastes], new double[_model.Values * Waves * _width.Tastes]);
        (_expected, _products, _pairs) = (new double[Waves * _width.Values], new double[Waves * Waves * _width.Values], new double[Waves * Waves * _width.Values]);
    }

    /// <summary>Doubles of a value.</summary>
    public static int Length(ChoiceTastes model) => model.ValueLength + (Waves * Waves) + (model.Width * model.Width);

    /// <summary>Adds a user.</summary>
    public void Add(ChoicePosterior user)
    {
        Spread(user);
        Array.Clear(_crosses);
        Array.Clear(_expected);
        Array.Clear(_pairs);
        for (var hour = 0; hour < TimeSlot.Hours; hour++)
        {
            if (user.Free(hour) > 0)
                AddHour(user, hour);
        }

        for (var value = 0; value < _model.Values; value++)
            AddValue(user, value);
    }

    // S M_vb of all values, their products with M_vc, and the second moments of the user.
    private void Spread(ChoicePosterior user)
    {
        for (var value = 0; value < _model.Values; value++)
        {
            for (var c = 0; c < Waves; c++)
            {
                var spread = Of(_spreads, value, c);
                Multiply(user, _hours.Tastes(value, c), spread);
                for (var b = 0; b < Waves; b++)
                    _products[(((b * Waves) + c) * _width.Values) + value] = DenseRows.LongDot(_hours.Tastes(value, b), spread);
            }
        }

        var width = _model.Width;
        _square[0] = 1;
        for (var i = 0; i < _model.Rank; i++)
        {
            _square[1 + i] = _square[(1 + i) * width] = user.Mean[i];
            for (var j = 0; j < _model.Rank; j++)
                _square[((1 + i) * width) + 1 + j] = user.Covariance[(i * _width.Tastes) + j] + (user.Mean[i] * user.Mean[j]);
        }
    }

    // Under the posterior N(m, S), with x a value's features less their mean x̄: E[p] ∝ p · exp(½ xᵀSx), E[p w] = E[p] m + p Sx.
    private void AddHour(ChoicePosterior user, int hour)
    {
        var basis = DayWaves.At(hour);
        var probabilities = user.Probabilities(hour);
        var free = user.Free(hour);
        Multiply(user, user.Average(hour), _spread);
        Array.Clear(_law);
        for (var pair = 0; pair < Waves * Waves; pair++)
            DenseRows.Add(_law, basis[pair / Waves] * basis[pair % Waves] / 2, _products.AsSpan(pair * _width.Values, _width.Values));
        for (var r = 0; r < _model.Rank; r++)
            DenseRows.Add(_law, -_spread[r], _hours.Features(hour, r));
        DenseRows.Softmax(_law, probabilities);
        for (var b = 0; b < Waves; b++)
        {
            DenseRows.Add(_expected.AsSpan(b * _width.Values, _width.Values), free * basis[b], _law);
            for (var value = 0; value < _model.Values; value++)
                _factors[(value * Waves) + b] = free * basis[b] * probabilities[value];
        }

        DenseRows.AddOuter(_crosses, _factors, _spread);
        foreach (ref var probability in _law.AsSpan())
            probability *= 1 - probability;
        for (var pair = 0; pair < Waves * Waves; pair++)
            DenseRows.Add(_pairs.AsSpan(pair * _width.Values, _width.Values), free * basis[pair / Waves] * basis[pair % Waves], _law);
    }

    private void AddValue(ChoicePosterior user, int value)
    {
        var sums = _sums.Span.Slice(value * Length(_model), Length(_model));
        for (var b = 0; b < Waves; b++)
        {
            var gradient = sums.Slice(b * _model.Width, _model.Width);
            DenseRows.Add(gradient, user.Picked(b)[value] - _expected[(b * _width.Values) + value], _square.AsSpan(0, _model.Width));
            var cross = Of(_crosses, value, b);
            for (var c = 0; c < Waves; c++)
                DenseRows.Add(cross, -user.Gram(b, c)[value], Of(_spreads, value, c));
            for (var r = 0; r < _model.Rank; r++)
                gradient[1 + r] += cross[r];
        }

        for (var pair = 0; pair < Waves * Waves; pair++)
            sums[_model.ValueLength + pair] += _pairs[(pair * _width.Values) + value];
        DenseRows.Add(sums[(_model.ValueLength + (Waves * Waves))..], _pairs[value], _square);
    }

    private Span<double> Of(double[] rows, int value, int b) => rows.AsSpan(((value * Waves) + b) * _width.Tastes, _width.Tastes);

    // covariance · vector
    private void Multiply(ChoicePosterior user, ReadOnlySpan<double> vector, Span<double> to) =>
        DenseRows.Multiply(vector[.._model.Rank], user.Covariance, to);
}
