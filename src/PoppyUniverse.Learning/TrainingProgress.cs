namespace PoppyUniverse.Learning;

/// <summary>How far a training run is.</summary>
/// <param name="Epoch">Current epoch, from 1.</param>
/// <param name="EpochCount">The most epochs there will be; early stopping may need fewer.</param>
/// <param name="SamplesDone">Samples trained on so far, over all epochs.</param>
/// <param name="SampleCount">Samples of all <paramref name="EpochCount"/> epochs.</param>
/// <param name="LastEpoch">The record of the epoch that just ended; null while one is running.</param>
public sealed record TrainingProgress(int Epoch, int EpochCount, long SamplesDone, long SampleCount, EpochRecord? LastEpoch);
