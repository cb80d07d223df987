namespace PoppyUniverse.Learning;

/// <summary>Where a training run leaves its checkpoints.</summary>
public interface ICheckpointStore
{
    /// <summary>The last checkpoint, or null.</summary>
    TrainingCheckpoint? Load();

    /// <summary>Keeps a checkpoint in place of the last; on a failure the last one stays.</summary>
    void Save(TrainingCheckpoint checkpoint);
}
