namespace PoppyUniverse.Learning;

/// <summary>One epoch of a training run.</summary>
/// <param name="Epoch">From 1.</param>
/// <param name="TrainLoss">Mean loss of the epoch's samples, as trained on.</param>
/// <param name="ValidationLoss">Mean loss of the validation tail after the epoch; null without a tail.</param>
public sealed record EpochRecord(int Epoch, double TrainLoss, double? ValidationLoss);
