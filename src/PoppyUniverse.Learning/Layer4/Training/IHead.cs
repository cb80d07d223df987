using PoppyUniverse.Learning.Kernels;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>What stands on top of a network: the loss of its outputs and the parameters that belong to it alone.</summary>
internal interface IHead
{
    /// <summary>A loss for each lane.</summary>
    IReadOnlyList<ITileLoss> Losses { get; }

    /// <summary>Whether rows of training lose their value now and then, so that the unknown value is learned.</summary>
    bool DropsValues { get; }

    /// <summary>The head's parameters with their moments, as a checkpoint keeps them.</summary>
    IEnumerable<(string Name, AlignedFloats Floats)> State { get; }

    /// <summary>Before a batch that has these values.</summary>
    void StartBatch(ReadOnlySpan<int> values, long adamStep);

    /// <summary>Moves part <paramref name="part"/> of <paramref name="parts"/> of the parameters that the batch touched.</summary>
    void Step(in Adam adam, int part, int parts);

    /// <summary>Floats of a lane's gradients of the head's own parameters, in the batch that was started.</summary>
    int ExchangeFloats { get; }

    /// <summary>Copies a lane's gradients of the head's own parameters, for another rank.</summary>
    void Write(int lane, Span<float> to);

    /// <summary>Takes them from another rank.</summary>
    void Read(int lane, ReadOnlySpan<float> from);

    /// <summary>Copies the head's own parameters.</summary>
    void CopyTo(INetworkParameters parameters);
}
