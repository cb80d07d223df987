namespace PoppyUniverse.Learning;

/// <summary>Where a training run stands.</summary>
public sealed record CheckpointProgress
{
    /// <summary>Which network is trained, and what is over.</summary>
    public required TrainingStage Stage { get; init; }

    /// <summary>Epoch, from 1.</summary>
    public required int Epoch { get; init; }

    /// <summary>Steps of the epoch that are done.</summary>
    public required long Step { get; init; }

    /// <summary>Optimizer steps since the start.</summary>
    public required long AdamSteps { get; init; }

    /// <summary>Sum of the mean losses of the epoch's steps.</summary>
    public required double LossSum { get; init; }

    /// <summary>Best epoch so far.</summary>
    public required int BestEpoch { get; init; }

    /// <summary>Its validation loss; null without a validation tail.</summary>
    public double? BestLoss { get; init; }

    /// <summary>Epochs so far.</summary>
    public required IReadOnlyList<EpochRecord> Epochs { get; init; }
}
