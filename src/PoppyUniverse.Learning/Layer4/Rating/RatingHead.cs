using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>Strength and class: the outputs are the answers, so there is nothing more to learn.</summary>
internal sealed class RatingHead(PredictionTargets targets, int lanes) : IHead
{
    public IReadOnlyList<ITileLoss> Losses { get; } = [.. Enumerable.Range(0, lanes).Select(_ => new RatingLoss(targets))];

    public bool DropsValues => true;

    public IEnumerable<(string Name, AlignedFloats Floats)> State => [];

    public void StartBatch(ReadOnlySpan<int> values, long adamStep)
    {
    }

    public void Step(in Adam adam, int part, int parts)
    {
    }

    public int ExchangeFloats => 0;

    public void Write(int lane, Span<float> to)
    {
    }

    public void Read(int lane, ReadOnlySpan<float> from)
    {
    }

    public void CopyTo(INetworkParameters parameters)
    {
    }
}
