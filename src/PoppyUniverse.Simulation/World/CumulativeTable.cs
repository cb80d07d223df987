namespace PoppyUniverse.Simulation;

/// <summary>Draws from a discrete law by inversion of its cumulative sums.</summary>
internal sealed class CumulativeTable
{
    private readonly double[] _upper;

    /// <summary>The law in proportion to weights, not negative, not all zero.</summary>
    public CumulativeTable(IReadOnlyList<double> weights)
    {
        _upper = new double[weights.Count];
        var sum = 0.0;
        for (var i = 0; i < weights.Count; i++)
            _upper[i] = sum += weights[i];
        for (var i = 0; i < weights.Count; i++)
            _upper[i] /= sum;
    }

    public int Count => _upper.Length;

    /// <summary>Probability of an outcome.</summary>
    public double this[int outcome] => _upper[outcome] - (outcome == 0 ? 0 : _upper[outcome - 1]);

    /// <summary>The outcome at a uniform draw in (0, 1).</summary>
    public int Draw(double uniform)
    {
        if (_upper.Length > 64)
            return Search(uniform);
        var outcome = 0;
        while (uniform >= _upper[outcome] && outcome < _upper.Length - 1)
            outcome++;
        return outcome;
    }

    /// <summary>The outcome, and how far into it the draw lies, uniform in [0, 1): what the draw has left to give.</summary>
    public int Draw(double uniform, out double rest)
    {
        var outcome = Draw(uniform);
        var lower = outcome == 0 ? 0 : _upper[outcome - 1];
        rest = Math.Clamp((uniform - lower) / (_upper[outcome] - lower), 0, 1 - 1e-16);
        return outcome;
    }

    private int Search(double uniform)
    {
        var index = Array.BinarySearch(_upper, uniform);
        return Math.Min(index >= 0 ? index + 1 : ~index, _upper.Length - 1);
    }
}
