using PoppyUniverse.Interactions;

namespace PoppyUniverse.Evaluation.Metrics;

/// <summary>What one row adds to the sums of its group of users and of its slices.</summary>
/// <param name="values">Values of the catalog: the most ranks there are.</param>
internal sealed class RowSums(int values)
{
    private const int Classes = Interaction.StrengthClasses;

    private readonly double[] _row = new double[Sums.RowLength];
    private readonly double[] _gains = Prefix(Math.Min(values, 10), rank => PortableMath.Log(2) / PortableMath.Log(1 + rank));
    private readonly double[] _reciprocals = Prefix(values, rank => 1.0 / rank);

    /// <summary>The numbers of the row; see <see cref="Sums"/>.</summary>
    public ReadOnlySpan<double> Row => _row;

    /// <summary>Begins a row.</summary>
    public void Clear() => Array.Clear(_row);

    /// <summary>What was said of the row's Strength.</summary>
    /// <param name="expected">Expected Strength.</param>
    /// <param name="middle">What the absolute error is measured from: the expected Strength, or the oracle's median.</param>
    /// <param name="strength">Actual Strength.</param>
    public void Rate(float expected, float middle, byte strength)
    {
        double error = expected - strength;
        _row[Sums.Rated] = 1;
        _row[Sums.Squared] = error * error;
        _row[Sums.Absolute] = Math.Abs(middle - strength);
    }

    /// <summary>What was said of the row's class; the counts that more than one class adds to go into <paramref name="group"/>.</summary>
    public void Classify(ReadOnlySpan<float> classes, byte strength, Span<double> group)
    {
        var (actual, likeliest) = (strength - 1, Likeliest(classes));
        _row[Sums.Likeliest] = likeliest == actual ? 1 : 0;
        _row[Sums.Nats] = -PortableMath.Log(Math.Max(classes[actual], Sums.LeastProbability));
        group[Sums.Confusion + (actual * Classes) + likeliest]++;
        for (var c = 0; c < Classes; c++)
        {
            var bin = Sums.CalibrationBins + (3 * Math.Min((int)(classes[c] * Sums.BinCount), Sums.BinCount - 1));
            group[bin]++;
            group[bin + 1] += classes[c];
            group[bin + 2] += c == actual ? 1 : 0;
        }
    }

    /// <summary>
    /// What was said of the value picked. Among values of one probability every order is as likely: the row counts with the
    /// mean over its possible ranks.
    /// </summary>
    public void Choose(float probability, int better, int tied)
    {
        var share = 1.0 / (tied + 1);
        _row[Sums.Choices] = 1;
        _row[Sums.ChoiceNats] = -PortableMath.Log(Math.Max(probability, Sums.LeastProbability));
        _row[Sums.Hits1] = share * Places(1);
        _row[Sums.Hits5] = share * Places(5);
        _row[Sums.Hits10] = share * Places(10);
        _row[Sums.Gain5] = share * Between(_gains, 5);
        _row[Sums.Gain10] = share * Between(_gains, 10);
        _row[Sums.Reciprocal] = share * Between(_reciprocals, better + tied + 1);

        int Places(int cut) => Math.Clamp(cut - better, 0, tied + 1);

        double Between(double[] prefix, int cut)
        {
            var end = Math.Min(Math.Min(better + tied + 1, cut), prefix.Length - 1);
            return end > better ? prefix[end] - prefix[better] : 0;
        }
    }

    // the first of the most probable classes
    private static int Likeliest(ReadOnlySpan<float> classes)
    {
        var best = 0;
        for (var c = 1; c < Classes; c++)
        {
            if (classes[c] > classes[best])
                best = c;
        }

        return best;
    }

    // sums of the terms of ranks 1 … r, at r
    private static double[] Prefix(int ranks, Func<int, double> term)
    {
        var prefix = new double[ranks + 1];
        for (var rank = 1; rank <= ranks; rank++)
            prefix[rank] = prefix[rank - 1] + term(rank);
        return prefix;
    }
}
