namespace PoppyUniverse.Learning.Layer4;

/// <summary>Newton's step of one value under the <see cref="ChoiceSums"/> of all users.</summary>
internal static class ChoiceValue
{
    private const int Waves = DayWaves.Count;

    /// <summary>
    /// Moves the value, and writes what its squares are expected to be: (0 to 2) of μ, (3 to 5) of M, by entry of the basis.
    /// </summary>
    public static void Move(ChoiceTastes model, int value, ReadOnlySpan<double> sums, Span<double> squares)
    {
        var (width, length) = (model.Width, model.ValueLength);
        var of = model.OfValue.AsSpan(value * length, length);
        var (step, covariance) = (new double[length], new double[length * length]);
        var pairs = sums.Slice(length, Waves * Waves);
        var square = sums[(length + (Waves * Waves))..];
        for (var i = 0; i < length; i++)
        {
            var (b, r) = (i / width, i % width);
            for (var j = 0; j < length && square[0] > 0; j++)
                covariance[(i * length) + j] = pairs[(b * Waves) + (j / width)] * square[(r * width) + (j % width)] / square[0];
            var precision = r == 0 ? 1 / model.ValueVariances[b] : r <= model.Rank ? 1 / model.TasteVariances[b] : 1;
            covariance[(i * length) + i] += precision;
            step[i] = sums[i] - (precision * of[i]);
        }

        DenseRows.Invert(covariance, length);
        for (var i = 0; i < length; i++)
        {
            var (b, r) = (i / width, i % width);
            of[i] += DenseRows.Dot(covariance.AsSpan(i * length, length), step);
            if (r <= model.Rank)
                squares[r == 0 ? b : Waves + b] += (of[i] * of[i]) + covariance[(i * length) + i];
        }
    }
}
