using PoppyUniverse.Interactions;

namespace PoppyUniverse.Learning.Layer4;

/// <summary>What differs between fitting a rating network and a choice network.</summary>
internal interface INetworkKind
{
    /// <summary>What the network predicts; names it in checkpoints.</summary>
    PredictionTargets Targets { get; }

    /// <summary>Sizes and training.</summary>
    NetworkOptions Options { get; }

    /// <summary>What training starts from.</summary>
    INetworkParameters Start(InteractionLog train, CancellationToken cancellation);

    /// <summary>A training run from there.</summary>
    NetworkTraining Open(InteractionLog train, InteractionLog? validation, INetworkParameters start, int threads);

    /// <summary>Whether the start has to be held against the best epoch by what both are worth when calibrated.</summary>
    bool ComparesStart(InteractionLog train);

    /// <summary>What the validation rows say of parameters beyond their loss, and the mean loss of the answers when that is applied (0 when nobody compares it).</summary>
    (Calibration Calibration, double Loss) Calibrate(INetworkParameters parameters, InteractionLog train, InteractionLog validation, int threads);

    /// <summary>Applies it to parameters that were trained on rows.</summary>
    void Apply(Calibration calibration, INetworkParameters parameters, InteractionLog rows);
}
