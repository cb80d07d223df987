using PoppyUniverse.Interactions;

namespace PoppyUniverse.Simulation;

/// <summary>The Gaussian copula of Strength.</summary>
internal sealed class StrengthLaw
{
    private readonly double _signal;
    private readonly double _noise;
    private readonly double[] _cuts = new double[Interaction.StrengthClasses - 1];

    public StrengthLaw(StrengthOptions options)
    {
        (_signal, _noise) = (Math.Sqrt(options.Signal), Math.Sqrt(1 - options.Signal));
        var below = 0.0;
        for (var c = 0; c < _cuts.Length; c++)
            _cuts[c] = PortableMath.NormalQuantile(below += options.Law[c]);
        HasSignal = options.Signal > 0;
    }

    /// <summary>Whether Strength depends on affinity at all.</summary>
    public bool HasSignal { get; }

    /// <summary>The Strength at an affinity and a uniform draw: the band of z.</summary>
    public byte Draw(double affinity, double uniform)
    {
        var z = (_signal * affinity) + (_noise * PortableMath.NormalQuantile(uniform));
        byte strength = Interaction.WeakestStrength;
        foreach (var cut in _cuts)
            strength += z > cut ? (byte)1 : (byte)0;
        return strength;
    }

    /// <summary>P(Strength = c + 1 | affinity) for the five classes; returns the expected Strength.</summary>
    public double Probabilities(double affinity, Span<double> classes)
    {
        var (below, expected) = (0.0, 0.0);
        for (var c = 0; c < classes.Length; c++)
        {
            var upTo = c < _cuts.Length ? PortableMath.NormalCdf((_cuts[c] - (_signal * affinity)) / _noise) : 1;
            classes[c] = upTo - below;
            expected += (c + 1) * classes[c];
            below = upTo;
        }

        return expected;
    }
}
