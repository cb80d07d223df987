namespace PoppyUniverse.Learning;

/// <summary>One epoch of a training run.</summary>
/// <param name="Epoch">From 1; 0 is the state before training.</param>
/// <param name="TrainLoss">Mean loss of the epoch's samples, as trained on; null for epoch 0.</param>
/// <param name="ValidationLoss">Mean loss of the validation tail after the epoch; null without a tail.</param>
public sealed record EpochRecord(int Epoch, double? TrainLoss, double? ValidationLoss);
