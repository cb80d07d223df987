namespace PoppyUniverse.Learning;

/// <summary>All that a training run needs to go on as if it had never stopped.</summary>
/// <param name="Identity">What tells this run (log, options, random stream) from others.</param>
/// <param name="Progress">Where it stands.</param>
/// <param name="Tensors">Parameters and optimizer moments, and the best parameters so far.</param>
public sealed record TrainingCheckpoint(string Identity, CheckpointProgress Progress, IReadOnlyList<CheckpointTensor> Tensors)
{
    /// <summary>The tensor of a name.</summary>
    /// <exception cref="InvalidOperationException">There is no tensor of that name.</exception>
    internal CheckpointTensor this[string name] => Tensors.Single(tensor => tensor.Name == name);
}
