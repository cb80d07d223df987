using PoppyUniverse.Interactions;

namespace PoppyUniverse.Simulation;

/// <summary>Uniform whole numbers without bias from single words.</summary>
internal static class UniformIndex
{
    /// <summary>
    /// Uniform in [0, <paramref name="count"/>): multiply and shift; the few words that would favor some numbers (fewer
    /// than count of 2³²) are replaced by further draws. Source: Lemire, "Fast Random Integer Generation in an Interval" (2019).
    /// </summary>
    /// <param name="word">The draw.</param>
    /// <param name="count">1 or more.</param>
    /// <param name="again">Further draws.</param>
    /// <param name="number">What tells this draw's further draws from others'.</param>
    /// <param name="rest">What the word has left to give: uniform over words, with fewer and fewer low bits as count grows.</param>
    public static int Of(uint word, int count, RandomStream again, long number, out uint rest)
    {
        var product = (ulong)word * (uint)count;
        rest = (uint)product;
        if (rest < (uint)count && rest < (uint)((1L << 32) % count))
            return (int)again.Split(number).Sequence().NextBelow(count);
        return (int)(product >> 32);
    }
}
