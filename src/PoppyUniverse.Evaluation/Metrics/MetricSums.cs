using PoppyUniverse.Interactions;

namespace PoppyUniverse.Evaluation.Metrics;

/// <summary>
/// Everything the metrics need of some rows, in sums that can be added: so a bootstrap resample adds up a few numbers a
/// user instead of going through its rows again.
/// </summary>
internal sealed class MetricSums
{
    private const int Classes = Interaction.StrengthClasses;
    private const int Bins = 10;
    private const double LeastProbability = 1e-7;

    private const int RatedAt = 0;
    private const int SquaredAt = 1;
    private const int AbsoluteAt = 2;
    private const int HitsAt = 3;
    private const int NatsAt = 4;
    private const int ConfusionAt = 5;
    private const int BinsAt = ConfusionAt + (Classes * Classes); // for each bin: rows, probability, hits
    private const int ChoicesAt = BinsAt + (Bins * 3);
    private const int ChoiceNatsAt = ChoicesAt + 1;
    private const int HitRatesAt = ChoiceNatsAt + 1; // for each cut-off
    private const int GainsAt = HitRatesAt + 3;      // for each cut-off
    private const int ReciprocalAt = GainsAt + 3;
    private const int Length = ReciprocalAt + 1;

    private static readonly int[] CutOffs = [1, 5, 10];

    private readonly double[] _sums = new double[Length];

    private double Rated => _sums[RatedAt];

    /// <summary>Adds what was said of a row's Strength.</summary>
    /// <param name="expected">Expected Strength.</param>
    /// <param name="middle">What the absolute error is measured from: the expected Strength, or the oracle's median.</param>
    /// <param name="classes">Class probabilities, or empty.</param>
    /// <param name="strength">Actual Strength.</param>
    public void AddRating(float expected, float middle, ReadOnlySpan<float> classes, byte strength)
    {
        double error = expected - strength;
        _sums[RatedAt]++;
        _sums[SquaredAt] += error * error;
        _sums[AbsoluteAt] += Math.Abs(middle - strength);
        if (classes.IsEmpty)
            return;
        var (actual, likeliest) = (strength - 1, Likeliest(classes));
        _sums[HitsAt] += likeliest == actual ? 1 : 0;
        _sums[NatsAt] -= PortableMath.Log(Math.Max(classes[actual], LeastProbability));
        _sums[ConfusionAt + (actual * Classes) + likeliest]++;
        for (var c = 0; c < Classes; c++)
        {
            var bin = BinsAt + (3 * Math.Min((int)(classes[c] * Bins), Bins - 1));
            _sums[bin]++;
            _sums[bin + 1] += classes[c];
            _sums[bin + 2] += c == actual ? 1 : 0;
        }
    }

    /// <summary>
    /// Adds what was said of the value picked. Among values of one probability every order is as likely: the row counts
    /// with the mean over its possible ranks.
    /// </summary>
    public void AddChoice(float probability, int better, int tied)
    {
        _sums[ChoicesAt]++;
        _sums[ChoiceNatsAt] -= PortableMath.Log(Math.Max(probability, LeastProbability));
        var share = 1.0 / (tied + 1);
        for (var cut = 0; cut < CutOffs.Length; cut++)
        {
            _sums[HitRatesAt + cut] += share * Math.Clamp(CutOffs[cut] - better, 0, tied + 1);
            for (var rank = better + 1; rank <= Math.Min(better + tied + 1, CutOffs[cut]); rank++)
                _sums[GainsAt + cut] += share * Gain(rank);
        }

        for (var rank = better + 1; rank <= better + tied + 1; rank++)
            _sums[ReciprocalAt] += share / rank;
    }

    /// <summary>Adds the sums of other rows, as often as they were drawn.</summary>
    public void Add(MetricSums other, int times)
    {
        for (var i = 0; i < Length; i++)
            _sums[i] += times * other._sums[i];
    }

    public void Clear() => Array.Clear(_sums);

    /// <summary>The value of a metric over all rows added.</summary>
    public double Value(Metric metric) => metric.Key switch
    {
        "rmse" => Math.Sqrt(_sums[SquaredAt] / Rated),
        "mae" => _sums[AbsoluteAt] / Rated,
        "accuracy" => _sums[HitsAt] / Rated,
        "log_loss" => _sums[NatsAt] / Rated,
        "qwk" => Kappa(),
        "ece" => CalibrationError(),
        "choice_log_loss" => OfChoices(ChoiceNatsAt),
        "hr@1" => OfChoices(HitRatesAt),
        "hr@5" => OfChoices(HitRatesAt + 1),
        "hr@10" => OfChoices(HitRatesAt + 2),
        "ndcg@5" => OfChoices(GainsAt + 1),
        "ndcg@10" => OfChoices(GainsAt + 2),
        "mrr" => OfChoices(ReciprocalAt),
        _ => throw new ArgumentException($"Unknown metric '{metric.Key}'.", nameof(metric)),
    };

    private double OfChoices(int place) => _sums[place] / _sums[ChoicesAt];

    // The base of the logarithm is 2: the first place gains 1.
    private static double Gain(int rank) => PortableMath.Log(2) / PortableMath.Log(1 + rank);

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

    // 1 − Σ w O / Σ w E with w = (i − j)², O the confusion counts, E their expectation under independence.
    private double Kappa()
    {
        Span<double> actual = stackalloc double[Classes], predicted = stackalloc double[Classes];
        for (var i = 0; i < Classes; i++)
        {
            for (var j = 0; j < Classes; j++)
            {
                actual[i] += _sums[ConfusionAt + (i * Classes) + j];
                predicted[j] += _sums[ConfusionAt + (i * Classes) + j];
            }
        }

        double observed = 0, expected = 0;
        for (var i = 0; i < Classes; i++)
        {
            for (var j = 0; j < Classes; j++)
            {
                var weight = (i - j) * (i - j);
                observed += weight * _sums[ConfusionAt + (i * Classes) + j];
                expected += weight * actual[i] * predicted[j] / Rated;
            }
        }

        // all rows in one class, predicted as such: nothing to disagree about
        return expected == 0 ? 0 : 1 - (observed / expected);
    }

    private double CalibrationError()
    {
        var gap = 0.0;
        for (var bin = BinsAt; bin < ChoicesAt; bin += 3)
            gap += Math.Abs(_sums[bin + 1] - _sums[bin + 2]);
        return gap / (Rated * Classes);
    }
}
