namespace PoppyUniverse.Learning;

/// <summary>How a model was trained; part of the model, so it holds no times of a clock.</summary>
/// <param name="Epochs">Every epoch, epoch 0 (before training) first.</param>
/// <param name="BestEpoch">The epoch whose parameters were kept.</param>
/// <param name="TrainRows">Rows trained on.</param>
/// <param name="ValidationRows">Rows held back to decide when to stop.</param>
public sealed record TrainingRecord(IReadOnlyList<EpochRecord> Epochs, int BestEpoch, long TrainRows, long ValidationRows)
{
    /// <summary>How far answers are drawn toward the prior, found on the validation rows.</summary>
    public Calibration Calibration { get; init; } = Calibration.None;
}
