using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>
/// Leaves hidden units out of training rows (inverted dropout: what stays is scaled up). Each lane draws from a stream of
/// its own for every step, so threads change nothing. Source: Srivastava et al., "Dropout" (JMLR 2014).
/// </summary>
internal sealed unsafe class HiddenDropout(double probability, RandomStream random)
{
    private readonly ulong _threshold = (ulong)(probability * 65_536);
    private RandomSequence _draws = random.Sequence();

    /// <summary>What stays is multiplied by this.</summary>
    public float Scale { get; } = (float)(1 / (1 - probability));

    /// <summary>Before the tiles of a step.</summary>
    public void Start(long step) => _draws = random.Split(step).Sequence();

    /// <summary>Zeroes or scales each of some activations.</summary>
    public void Apply(float* activations, int length)
    {
        for (var i = 0; i < length; i += 4)
        {
            var bits = _draws.NextUInt64();
            for (var j = 0; j < 4; j++, bits >>= 16)
                activations[i + j] = (bits & 0xFFFF) < _threshold ? 0 : activations[i + j] * Scale;
        }
    }
}
