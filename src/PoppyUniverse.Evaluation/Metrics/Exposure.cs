namespace PoppyUniverse.Evaluation.Metrics;

/// <summary>
/// How often each value of the catalog stands in the first places of lists. Values of one probability at the end of a list
/// share its last places: each counts with the chance to stand there when every order of them is as likely.
/// </summary>
/// <param name="values">Values V of the catalog.</param>
internal sealed class Exposure(int values)
{
    private readonly double[] _shown = new double[values];
    private readonly double[] _missed = [.. Enumerable.Repeat(1.0, values)];

    /// <summary>(2V) all that is counted, as <see cref="Take"/> reads it.</summary>
    public IEnumerable<double> Numbers => _shown.Concat(_missed);

    /// <summary>Whether no list was added.</summary>
    public bool IsEmpty => Array.TrueForAll(_shown, shown => shown == 0);

    /// <summary>Adds a list.</summary>
    /// <param name="probabilities">(V).</param>
    public void Add(ReadOnlySpan<float> probabilities)
    {
        const int Places = Metric.ListLength;
        if (probabilities.Length <= Places)
        {
            for (var value = 0; value < values; value++)
                Show(value, 1);
            return;
        }

        var last = Last(probabilities);
        var (above, tied) = (0, 0);
        foreach (var probability in probabilities)
        {
            above += probability > last ? 1 : 0;
            tied += probability == last ? 1 : 0;
        }

        var share = (Places - above) / (double)tied;
        for (var value = 0; value < values; value++)
        {
            if (probabilities[value] >= last)
                Show(value, probabilities[value] > last ? 1 : share);
        }
    }

    /// <summary>Adds what others have counted.</summary>
    public void Add(Exposure other)
    {
        for (var value = 0; value < values; value++)
        {
            _shown[value] += other._shown[value];
            _missed[value] *= other._missed[value];
        }
    }

    /// <summary>Takes over what another has counted, instead of what this one has.</summary>
    public void Take(ReadOnlySpan<double> numbers)
    {
        numbers[..values].CopyTo(_shown);
        numbers.Slice(values, values).CopyTo(_missed);
    }

    /// <summary>Expected share of values that at least one list shows.</summary>
    public double Coverage() => _missed.Sum(missed => 1 - missed) / values;

    /// <summary>Gini coefficient of how often each value is shown, Σ (2i − V − 1) x_i / (V Σ x), x ascending, i from 1; 0 without a list.</summary>
    public double Gini()
    {
        var sorted = _shown.Order().ToArray();
        double weighted = 0, all = 0;
        for (var i = 0; i < values; i++)
        {
            weighted += ((2.0 * (i + 1)) - values - 1) * sorted[i];
            all += sorted[i];
        }

        return all == 0 ? 0 : weighted / (values * all);
    }

    private void Show(int value, double share)
    {
        _shown[value] += share;
        _missed[value] *= 1 - share;
    }

    // the probability in the last place of the list
    private static float Last(ReadOnlySpan<float> probabilities)
    {
        Span<float> best = stackalloc float[Metric.ListLength]; // descending
        best.Fill(float.NegativeInfinity);
        foreach (var probability in probabilities)
        {
            if (probability <= best[^1])
                continue;
            var place = best.Length - 1;
            for (; place > 0 && best[place - 1] < probability; place--)
                best[place] = best[place - 1];
            best[place] = probability;
        }

        return best[^1];
    }
}
