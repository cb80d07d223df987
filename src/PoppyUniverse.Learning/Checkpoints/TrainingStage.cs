namespace PoppyUniverse.Learning;

/// <summary>Which part of a training run a checkpoint belongs to.</summary>
/// <param name="Network">What the network that is trained predicts.</param>
/// <param name="Search">How its search for the best epoch went, once it is over and all rows are trained on; null before.</param>
/// <param name="Rating">How the rating network went, when it is finished and its tensors are in the checkpoint.</param>
public sealed record TrainingStage(PredictionTargets Network, TrainingRecord? Search, TrainingRecord? Rating);
