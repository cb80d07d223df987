namespace PoppyUniverse.Evaluation;

/// <summary>What a trained model costs.</summary>
/// <param name="TrainingSeconds">Seconds of its training, on the machine that trained it; null when it was trained before.</param>
/// <param name="Bytes">Bytes of its learned numbers; null when that is not known.</param>
public sealed record ModelCost(double? TrainingSeconds, long? Bytes);
