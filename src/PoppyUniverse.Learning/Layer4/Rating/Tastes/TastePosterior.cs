namespace PoppyUniverse.Learning.Layer4;

/// <summary>What one user's rows say of the user under a <see cref="TasteModel"/>: mean and covariance of (level, weekend, w). One for each worker.</summary>
internal sealed class TastePosterior
{
    private const int Level = 0;
    private const int Weekend = 1;
    private const int Tastes = 2;

    private readonly TasteModel _model;
    private readonly int _width;
    private readonly double[] _features; // (V × 4 × width): what multiplies the user's numbers, for each entry of the basis
    private readonly double[] _sums; // (width)
    private readonly double[] _priorPrecisions;
    private readonly double[] _mixed; // (4 × width)

    public TastePosterior(TasteModel model)
    {
        (_model, _width) = (model, model.UserWidth);
        (_sums, _priorPrecisions, _mixed) = (new double[_width], new double[_width], new double[TasteCells.Basis * _width]);
        (Mean, Covariance) = (new double[_width], new double[_width * _width]);
        _features = new double[model.Values * TasteCells.Basis * _width];
        Array.Fill(_priorPrecisions, 1);
        _priorPrecisions[Level] = 1 / model.LevelVariance;
        _priorPrecisions[Weekend] = 1 / model.WeekendVariance;
        for (var value = 0; value < model.Values; value++)
        {
            var features = _features.AsSpan(value * TasteCells.Basis * _width);
            features[Level] = 1;
            features[(TasteModel.Waves * _width) + Weekend] = 1;
            for (var b = 0; b < TasteModel.Waves; b++)
                model.OfValue.AsSpan((value * model.ValueLength) + (b * model.Width) + 1, model.Rank).CopyTo(features[((b * _width) + Tastes)..]);
        }
    }

    /// <summary>(level, weekend, w), zeros behind.</summary>
    public double[] Mean { get; }

    /// <summary>(UserWidth × UserWidth).</summary>
    public double[] Covariance { get; }

    /// <summary>Σ of what is left of the rows' squares, expected under the posterior, but for the squares of Strength itself.</summary>
    public double Residual { get; private set; }

    /// <summary>Rows of the user.</summary>
    public double Rows { get; private set; }

    /// <summary>Finds all of it for one user.</summary>
    public void Find(TasteCells cells, int slot)
    {
        (Rows, Residual) = (0, 0);
        Array.Clear(_sums);
        Array.Clear(Covariance);
        for (var value = 0; value < _model.Values; value++)
        {
            var cell = cells.Of(slot, value);
            if (cell[0] != 0)
                Add(cell, value);
        }

        var (noise, precision) = (_model.Noise, 1 / _model.Noise);
        foreach (ref var entry in Covariance.AsSpan())
            entry *= precision;
        for (var i = 0; i < _width; i++)
            Covariance[(i * _width) + i] += _priorPrecisions[i];
        DenseRows.Invert(Covariance, _width);
        for (var i = 0; i < _width; i++)
            Mean[i] = precision * DenseRows.Dot(Covariance.AsSpan(i * _width, _width), _sums);
        // Σ (xᵀm)² = m·sums − noise · mᵀPm for the prior precisions P, and likewise for the trace
        Residual -= DenseRows.Dot(Mean, _sums);
        for (var i = 0; i < _width; i++)
            Residual += noise * (1 - (_priorPrecisions[i] * (Covariance[(i * _width) + i] + (Mean[i] * Mean[i]))));
    }

    private void Add(ReadOnlySpan<double> cell, int value)
    {
        Rows += cell[0];
        var features = _features.AsSpan(value * TasteCells.Basis * _width, TasteCells.Basis * _width);
        Array.Clear(_mixed);
        for (var b = 0; b < TasteCells.Basis; b++)
        {
            var left = cell[TasteCells.Targets + b];
            var mixed = _mixed.AsSpan(b * _width, _width);
            for (var c = 0; c < TasteCells.Basis; c++)
            {
                var gram = cell[TasteCells.Gram(Math.Min(b, c), Math.Max(b, c))];
                DenseRows.Add(mixed, gram, features.Slice(c * _width, _width));
                left -= gram * ValueMean(value, c);
            }

            Residual -= (cell[TasteCells.Targets + b] + left) * ValueMean(value, b);
            var row = features.Slice(b * _width, _width);
            DenseRows.Add(_sums, left, row);
            for (var i = 0; i < _width; i++)
            {
                if (row[i] != 0)
                    DenseRows.Add(Covariance.AsSpan(i * _width, _width), row[i], mixed);
            }
        }
    }

    private double ValueMean(int value, int b) => b < TasteModel.Waves ? _model.OfValue[(value * _model.ValueLength) + (b * _model.Width)] : 0;
}
