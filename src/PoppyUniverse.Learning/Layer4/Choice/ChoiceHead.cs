using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// The values' vectors and the candidates of a step. Small catalogs: all values. Large ones: the picked values of the
/// batch and a sample, drawn in proportion to (count + 1)^¾ with replacement; a value drawn n times with expectation E
/// stands for n / E values like it, so that the softmax's sum is right on average (importance sampling; Bengio and
/// Senécal, "Adaptive importance sampling", 2008).
/// </summary>
internal sealed unsafe class ChoiceHead : IHead
{
    private const double SamplingPower = 0.75;
    private const float NeverDrawn = -1e30f;

    private readonly ChoiceNetworkOptions _options;
    private readonly RandomStream _random;
    private readonly AlignedFloats _mean;
    private readonly AlignedFloats _variance;
    private readonly AlignedFloats _gradients;
    private readonly float _decay;
    private readonly double[] _cumulative;
    private readonly int[] _places;
    private readonly ChoiceLoss[] _losses;

    public ChoiceHead(ChoiceNetworkOptions options, ChoiceParameters start, LogStatistics statistics, (RandomStream Random, int Lanes, long EpochSteps) run)
    {
        (_options, _random) = (options, run.Random);
        var values = statistics.ValueCounts.Length;
        Vectors = new(values, options.VectorSize);
        Vectors.Load(start);
        (_mean, _variance) = (new(Vectors.Block.Length), new(Vectors.Block.Length));
        // a vector moves in nearly every step of an epoch, however rarely its value is picked
        _decay = (float)(options.RowDecay / run.EpochSteps);
        _places = [.. Enumerable.Range(0, values)];
        _cumulative = Cumulative(statistics.ValueCounts);
        IsFull = values <= options.FullSoftmaxValues;
        Candidates = new(Vectors, IsFull ? values : (int)Math.Min(values, (long)options.SampledValues + options.BatchSize + run.Lanes));
        LogWeights = IsFull ? null : new(Candidates.Capacity);
        _gradients = new((long)run.Lanes * Vectors.Row);
        _losses = [.. Enumerable.Range(0, run.Lanes).Select(_ => new ChoiceLoss(this))];
    }

    /// <summary>Whether every step looks at all values.</summary>
    public bool IsFull { get; }

    public ValueVectors Vectors { get; }

    /// <summary>The candidates of the step.</summary>
    public Candidates Candidates { get; }

    /// <summary>ln of how many values a candidate stands for; null when all values are candidates.</summary>
    public AlignedFloats? LogWeights { get; }

    public IReadOnlyList<ITileLoss> Losses => _losses;

    public bool DropsValues => false;

    public IEnumerable<(string Name, AlignedFloats Floats)> State =>
        [("vectors", Vectors.Block), ("vectors.mean", _mean), ("vectors.variance", _variance)];

    /// <summary>The column of a value among the candidates.</summary>
    public int PlaceOf(int value) => _places[value];

    public void StartBatch(ReadOnlySpan<int> values, long adamStep)
    {
        if (IsFull)
        {
            Candidates.Gather(_places);
            return;
        }

        var draws = Draw(adamStep);
        int[] candidates = [.. draws.Keys.Concat(values.ToArray()).Distinct().Order()];
        Candidates.Gather(candidates);
        LogWeights!.Span.Fill(NeverDrawn);
        for (var c = 0; c < candidates.Length; c++)
        {
            _places[candidates[c]] = c;
            if (draws.TryGetValue(candidates[c], out var count))
                LogWeights.Pointer[c] = (float)PortableMath.Log(count / (_options.SampledValues * Share(candidates[c])));
        }
    }

    public void Step(in Adam adam, int part, int parts)
    {
        var (first, end) = (Candidates.Count * part / parts, Candidates.Count * (part + 1) / parts);
        var grad = _gradients.Pointer + ((nint)part * Vectors.Row);
        for (var c = first; c < end; c++)
        {
            new Span<float>(grad, Vectors.Row).Clear();
            foreach (var loss in _losses)
            {
                RowKernels.Add(loss.GradVector(c), grad, Vectors.Width);
                grad[Vectors.Width] += loss.GradBias(c);
            }

            var (value, offset) = (Candidates.Values[c], (nint)Candidates.Values[c] * Vectors.Row);
            adam.Clip(grad, Vectors.Row);
            adam.Step(Vectors.At(value), _mean.Pointer + offset, _variance.Pointer + offset, grad, Vectors.Width, _decay);
            adam.Step(Vectors.At(value) + Vectors.Width, _mean.Pointer + offset + Vectors.Width, _variance.Pointer + offset + Vectors.Width, grad + Vectors.Width, MatrixProduct.ColumnGroup, 0);
        }
    }

    public int ExchangeFloats => Candidates.Count * (Vectors.Width + 1);

    public void Write(int lane, Span<float> to) => _losses[lane].Write(to);

    public void Read(int lane, ReadOnlySpan<float> from) => _losses[lane].Read(from);

    public void CopyTo(INetworkParameters parameters) => Vectors.Store((ChoiceParameters)parameters);

    private double Share(int value) => (_cumulative[value] - (value == 0 ? 0 : _cumulative[value - 1])) / _cumulative[^1];

    private Dictionary<int, int> Draw(long adamStep)
    {
        var draws = _random.Split("candidates").Split(adamStep).Sequence();
        var counts = new Dictionary<int, int>();
        for (var i = 0; i < _options.SampledValues; i++)
        {
            var place = Array.BinarySearch(_cumulative, draws.NextDouble() * _cumulative[^1]);
            var value = Math.Min(place < 0 ? ~place : place + 1, Vectors.Values - 1);
            counts[value] = counts.GetValueOrDefault(value) + 1;
        }

        return counts;
    }

    private static double[] Cumulative(long[] counts)
    {
        var sums = new double[counts.Length];
        var sum = 0.0;
        for (var value = 0; value < counts.Length; value++)
            sums[value] = sum += PortableMath.Exp(SamplingPower * PortableMath.Log(counts[value] + 1));
        return sums;
    }
}
