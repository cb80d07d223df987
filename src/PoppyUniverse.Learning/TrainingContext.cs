namespace PoppyUniverse.Learning;

/// <summary>What a training run may use and whom it tells; nothing here changes a result.</summary>
public sealed record TrainingContext
{
    /// <summary>Worker threads, at least 1. Default: the machine's processors. Changes speed only.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Told after every few thousand samples and after each epoch.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Told in a few words what goes on between epochs, such as passes over the log; null for nobody.</summary>
    public IProgress<string>? Between { get; init; }

    /// <summary>Where to leave checkpoints, and to look for one to go on with; null (default) for neither.</summary>
    public ICheckpointStore? Checkpoints { get; init; }

    /// <summary>Time between checkpoints. Default 30 seconds.</summary>
    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Measures seconds for reports.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
