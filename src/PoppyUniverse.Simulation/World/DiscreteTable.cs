using System.Numerics;
using System.Runtime.CompilerServices;

namespace PoppyUniverse.Simulation;

/// <summary>
/// Draws from a discrete law by inversion, in integers: outcome o owns the words from the end of outcome o − 1 up to its
/// own end, of 2³² in all, so its probability is exactly its share of them (and 2⁻³² off the weights at most). A guide
/// says where to start looking, so a draw takes a step or two whatever the number of outcomes.
/// </summary>
internal sealed class DiscreteTable
{
    private const int WordBits = 32;
    private const int MostGuideBits = 20;

    // With 64 cells an outcome, few cells hold the border of two outcomes: the first look is almost always the last.
    private const int GuideBitsBeyondOutcomes = 6;

    private readonly ulong[] _end;
    private readonly int[] _guide;
    private readonly int _shift;
    private readonly double[] _inverseWords;

    /// <summary>The law in proportion to weights, not negative, not all zero.</summary>
    public DiscreteTable(ReadOnlySpan<double> weights)
    {
        var sum = 0.0;
        foreach (var weight in weights)
            sum += weight;
        _end = new ulong[weights.Length];
        var before = 0.0;
        for (var o = 0; o < weights.Length; o++)
            _end[o] = (ulong)Math.Round((before += weights[o]) / sum * (1UL << WordBits));
        _end[^1] = 1UL << WordBits;
        _inverseWords = [.. _end.Select((end, o) => 1.0 / (end - Start(o)))];

        var bits = Math.Min(BitOperations.Log2((uint)weights.Length) + GuideBitsBeyondOutcomes, MostGuideBits);
        _shift = WordBits - bits;
        _guide = new int[1 << bits];
        for (var (cell, o) = (0, 0); cell < _guide.Length; cell++)
        {
            while (_end[o] <= (ulong)cell << _shift)
                o++;
            _guide[cell] = o;
        }
    }

    public int Count => _end.Length;

    /// <summary>Probability of an outcome.</summary>
    public double this[int outcome] => Share(outcome, outcome + 1);

    /// <summary>Words before an outcome, of 2³²; before the one after the last: all.</summary>
    public ulong Start(int outcome) => outcome == 0 ? 0 : _end[outcome - 1];

    /// <summary>Probability of the outcomes from one up to another, which is excluded.</summary>
    public double Share(int first, int last) => (Start(last) - Start(first)) * (1.0 / (1UL << WordBits));

    /// <summary>The outcome of a uniform word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Draw(uint word)
    {
        var outcome = _guide[word >> _shift];
        while (word >= _end[outcome])
            outcome++;
        return outcome;
    }

    /// <summary>The outcome, and how far into it the word lies, uniform in (0, 1): what the word has left to give.</summary>
    public int Draw(uint word, out double rest)
    {
        var outcome = Draw(word);
        var start = Start(outcome);
        rest = (word - start + 0.5) * _inverseWords[outcome];
        return outcome;
    }

    /// <summary>An outcome from <paramref name="first"/> up to <paramref name="last"/>, excluded, by the law among them.</summary>
    public int DrawWithin(int first, int last, uint word)
    {
        var (start, end) = (Start(first), Start(last));
        return Draw((uint)(start + ((word * (end - start)) >> WordBits)));
    }
}
