using PoppyUniverse.Learning;

namespace PoppyUniverse.Tests.Learning.Layer4;

/// <summary>Keeps the last checkpoint, and stops the run after some.</summary>
internal sealed class CheckpointMemory : ICheckpointStore
{
    private TrainingCheckpoint? _last;

    /// <summary>Checkpoints until the run is stopped; null for never.</summary>
    public int? StopAfter { get; set; }

    public TrainingCheckpoint? Load() => _last;

    public void Save(TrainingCheckpoint checkpoint)
    {
        _last = checkpoint with { Tensors = [.. checkpoint.Tensors.Select(Copy)] };
        if (--StopAfter == 0)
            throw new OperationCanceledException();
    }

    private static CheckpointTensor Copy(CheckpointTensor tensor)
    {
        var floats = tensor.ToArray();
        return tensor with { Read = (start, to) => floats.AsSpan((int)start, to.Length).CopyTo(to) };
    }
}
