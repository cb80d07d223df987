namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// The regression of one value's rows on the moments of its users: sums of a lane's users, to be added over lanes in their
/// order, and the solution. The blocks of the basis' six pairs stand one behind the other, then the three right-hand sides.
/// </summary>
internal static class TasteValue
{
    private const int Pairs = TasteModel.Waves * (TasteModel.Waves + 1) / 2;

    /// <summary>Doubles of a value's sums; the last is its number of rows.</summary>
    public static int Length(TasteModel model) => (Pairs * model.Width * model.Width) + (TasteModel.Waves * model.Width) + 1;

    /// <summary>Adds a user's cell.</summary>
    public static void Add(ReadOnlySpan<double> cell, TasteMoments moments, int slot, (int Width, Memory<double> Sums) to)
    {
        var (width, place) = (to.Width, 0);
        var sums = to.Sums.Span;
        var square = moments.Square(slot);
        for (var b = 0; b < TasteModel.Waves; b++)
        {
            for (var c = b; c < TasteModel.Waves; c++, place += square.Length)
                DenseRows.Add(sums.Slice(place, square.Length), cell[TasteCells.Gram(b, c)], square);
        }

        for (var b = 0; b < TasteModel.Waves; b++, place += width)
        {
            var right = sums.Slice(place, width);
            DenseRows.Add(right, cell[TasteCells.Targets + b], square[..width]);
            DenseRows.Add(right, -cell[TasteCells.Gram(0, b)], moments.With(slot, weekend: false));
            DenseRows.Add(right, -cell[TasteCells.Gram(b, TasteModel.Waves)], moments.With(slot, weekend: true));
        }

        sums[place] += cell[0];
    }

    /// <summary>
    /// Puts the solution into the model, and adds what its squares are expected to be: (0 to 2) of μ, (3 to 5) of M, by entry
    /// of the basis, and 1 for the value itself (6); nothing for a value without rows.
    /// </summary>
    public static void Solve(TasteModel model, int value, ReadOnlySpan<double> sums, Span<double> squares)
    {
        var (width, length) = (model.Width, model.ValueLength);
        var solution = model.OfValue.AsSpan(value * length, length);
        if (sums[^1] == 0)
        {
            solution.Clear();
            return;
        }

        var covariance = Precisions(model, sums);
        DenseRows.Invert(covariance, length);
        var right = sums.Slice(Pairs * width * width, length);
        for (var i = 0; i < length; i++)
            solution[i] = DenseRows.Dot(covariance.AsSpan(i * length, length), right) / model.Noise;
        for (var i = 0; i < length; i++)
        {
            var (b, r) = (i / width, i % width);
            if (r <= model.Rank)
                squares[r == 0 ? b : TasteModel.Waves + b] += (solution[i] * solution[i]) + covariance[(i * length) + i];
        }

        squares[2 * TasteModel.Waves]++;
    }

    private static double[] Precisions(TasteModel model, ReadOnlySpan<double> sums)
    {
        var (width, length) = (model.Width, model.ValueLength);
        var (all, place) = (new double[length * length], 0);
        for (var b = 0; b < TasteModel.Waves; b++)
        {
            for (var c = b; c < TasteModel.Waves; c++)
            {
                for (var i = 0; i < width; i++, place += width)
                {
                    for (var j = 0; j < width; j++)
                    {
                        var entry = sums[place + j] / model.Noise;
                        all[(((b * width) + i) * length) + (c * width) + j] = entry;
                        all[(((c * width) + i) * length) + (b * width) + j] = entry; // blocks are symmetric themselves
                    }
                }
            }
        }

        for (var i = 0; i < length; i++)
        {
            var (b, r) = (i / width, i % width);
            all[(i * length) + i] += r == 0 ? 1 / model.ValueVariances[b] : r <= model.Rank ? 1 / model.TasteVariances[b] : 1;
        }

        return all;
    }
}
