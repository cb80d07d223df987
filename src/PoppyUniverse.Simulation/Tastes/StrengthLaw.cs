using System.Runtime.Intrinsics;
using PoppyUniverse.Interactions;

namespace PoppyUniverse.Simulation;

/// <summary>The Gaussian copula of Strength.</summary>
internal sealed class StrengthLaw
{
    private readonly double _signal;
    private readonly double _noise;
    private readonly double[] _cuts = new double[Interaction.StrengthClasses - 1];
    private readonly DiscreteTable _marginal;
    private readonly double[] _marginalLaw;

    public StrengthLaw(StrengthOptions options)
    {
        (_signal, _noise) = (Math.Sqrt(options.Signal), Math.Sqrt(1 - options.Signal));
        _marginalLaw = [.. options.Law];
        _marginal = new(_marginalLaw);
        var below = 0.0;
        for (var c = 0; c < _cuts.Length; c++)
            _cuts[c] = PortableMath.NormalQuantile(below += options.Law[c]);
        HasSignal = options.Signal > 0;
    }

    /// <summary>Whether Strength depends on affinity at all.</summary>
    public bool HasSignal { get; }

    /// <summary>Strengths from words alone, when affinity does not matter.</summary>
    public void Draw(ReadOnlySpan<uint> words, Span<byte> strengths)
    {
        var i = 0;
        for (; i <= words.Length - Vector512<byte>.Count; i += Vector512<byte>.Count)
        {
            var low = Vector512.Narrow(Classes(words[i..]), Classes(words[(i + Vector512<uint>.Count)..]));
            var high = Vector512.Narrow(Classes(words[(i + (2 * Vector512<uint>.Count))..]), Classes(words[(i + (3 * Vector512<uint>.Count))..]));
            Vector512.Narrow(low, high).CopyTo(strengths[i..]);
        }

        for (; i < words.Length; i++)
            strengths[i] = (byte)(Interaction.WeakestStrength + _marginal.Draw(words[i]));
    }

    // The Strengths of 16 words: one more for each class that ends at or below the word.
    private Vector512<uint> Classes(ReadOnlySpan<uint> words)
    {
        var word = Vector512.Create(words);
        var strength = Vector512.Create((uint)Interaction.WeakestStrength);
        for (var c = 1; c < Interaction.StrengthClasses; c++)
            strength -= Vector512.GreaterThanOrEqual(word, Vector512.Create((uint)_marginal.Start(c))); // a true lane is −1
        return strength;
    }

    /// <summary>Strengths from affinities and words: the band of z.</summary>
    /// <param name="affinities">Affinity of each row.</param>
    /// <param name="words">Draw of each row.</param>
    /// <param name="strengths">Where they go.</param>
    /// <param name="scratch">As long as the rows.</param>
    public void Draw(ReadOnlySpan<float> affinities, ReadOnlySpan<uint> words, Span<byte> strengths, Span<double> scratch)
    {
        for (var i = 0; i < words.Length; i++)
            scratch[i] = Uniform.Of(words[i]);
        Quantiles.Normal(scratch[..words.Length]);
        var (cut0, cut1, cut2, cut3) = (_cuts[0], _cuts[1], _cuts[2], _cuts[3]);
        for (var i = 0; i < words.Length; i++)
        {
            var z = (_signal * affinities[i]) + (_noise * scratch[i]);
            strengths[i] = (byte)(Interaction.WeakestStrength + One(z > cut0) + One(z > cut1) + One(z > cut2) + One(z > cut3));
        }

        static int One(bool above) => above ? 1 : 0;
    }

    /// <summary>P(Strength = c + 1 | affinity) for the five classes; returns the expected Strength.</summary>
    public double Probabilities(double affinity, Span<double> classes)
    {
        var (below, expected) = (0.0, 0.0);
        for (var c = 0; c < classes.Length; c++)
        {
            var upTo = c < _cuts.Length ? PortableMath.NormalCdf((_cuts[c] - (_signal * affinity)) / _noise) : 1;
            classes[c] = HasSignal ? upTo - below : _marginalLaw[c];
            expected += (c + 1) * classes[c];
            below = upTo;
        }

        return expected;
    }
}
