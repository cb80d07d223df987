using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// ln Σ e^logit over all values for some queries, some hundred values at a time, so that memory does not grow with the
/// catalog. A query's bits do not depend on the others. Vectors that stay
/// as they are have to be laid out only once.
/// </summary>
internal sealed unsafe class ChoiceSoftmax(ValueVectors vectors, bool vectorsStay = false)
{
    private const int ValuesAtATime = 512;

    private readonly Candidates _candidates = new(vectors, Math.Min(ValuesAtATime, vectors.Values));
    private readonly AlignedFloats _logits = new(TileForward.Rows * NetworkShape.Padded(Math.Min(ValuesAtATime, vectors.Values)));
    // of a catalog that is taken in at once; a product again would cost a chain of additions for each value
    private readonly AlignedFloats _kept = new(vectors.Values <= ValuesAtATime ? TileForward.Rows * NetworkShape.Padded(vectors.Values) : 0);
    private readonly double[] _largest = new double[TileForward.Rows];
    private readonly double[] _sums = new double[TileForward.Rows];

    /// <summary>ln Σ e^logit of each query.</summary>
    public double[] LogSums { get; } = new double[TileForward.Rows];

    /// <summary>Sums for up to 64 queries, (n × Width).</summary>
    public void Run(float* queries, int count)
    {
        Array.Fill(_largest, double.NegativeInfinity);
        Array.Clear(_sums);
        for (var first = 0; first < vectors.Values; first += ValuesAtATime)
        {
            if (!vectorsStay || vectors.Values > ValuesAtATime || _candidates.Count == 0)
                _candidates.GatherRange(first, Math.Min(ValuesAtATime, vectors.Values - first));
            _candidates.Logits(queries, count, _logits.Pointer);
            if (vectors.Values <= ValuesAtATime)
                new ReadOnlySpan<float>(_logits.Pointer, count * _candidates.Columns).CopyTo(new(_kept.Pointer, count * _candidates.Columns));
            for (var i = 0; i < count; i++)
                Take(i, _logits.Pointer + ((nint)i * _candidates.Columns));
        }

        for (var i = 0; i < count; i++)
            LogSums[i] = _largest[i] + PortableMath.Log(_sums[i]);
    }

    /// <summary>The logit of one value for a query of the last <see cref="Run"/>: the bits of <see cref="Candidates.Logits"/>.</summary>
    public float Logit(float* queries, int query, int value)
    {
        if (vectors.Values <= ValuesAtATime)
            return _kept.Pointer[((nint)query * _candidates.Columns) + value];
        var vector = vectors.At(value);
        var own = queries + ((nint)query * vectors.Width);
        var sum = vector[vectors.Width];
        for (var r = 0; r < vectors.Size; r++)
            sum = MathF.FusedMultiplyAdd(own[r], vector[r], sum);
        return sum;
    }

    private void Take(int query, float* logits)
    {
        var (largest, sum) = RowKernels.ExpSum(logits, _candidates.Columns);
        var top = Math.Max(_largest[query], largest);
        _sums[query] = (_sums[query] * PortableMath.Exp(_largest[query] - top)) + (sum * PortableMath.Exp(largest - top));
        _largest[query] = top;
    }
}
