namespace PoppyUniverse.Learning;

/// <summary>Where a training run leaves its checkpoints.</summary>
public interface ICheckpointStore
{
    /// <summary>The last checkpoint, or null; its tensors can be read until the next is saved.</summary>
    TrainingCheckpoint? Load();

    /// <summary>
    /// Keeps a checkpoint in place of the last; on a failure the last one stays. Its tensors are what is being trained: they are
    /// to be read before this returns.
    /// </summary>
    void Save(TrainingCheckpoint checkpoint);
}
