using System.Text.Json;
using System.Text.Json.Serialization;

namespace PoppyUniverse.Learning;

/// <summary>A checkpoint that rank 0 has, told to all ranks.</summary>
internal static class SharedCheckpoint
{
    /// <summary>Rank 0's checkpoint on all ranks, null when it has none.</summary>
    public static TrainingCheckpoint? Load(ICheckpointStore? store, ICollective ranks)
    {
        var own = ranks.Rank == 0 ? store?.Load() : null;
        if (ranks.Size == 1)
            return own;
        var head = own is null ? null : new CheckpointOutline(own.Identity, own.Progress, [.. own.Tensors.Select(tensor => new TensorOutline(tensor.Name, tensor.Shape))]);
        byte[] text = ranks.Broadcast<byte>(JsonSerializer.SerializeToUtf8Bytes(head, OutlineContext.Default.CheckpointOutline));
        var outline = JsonSerializer.Deserialize(text, OutlineContext.Default.CheckpointOutline);
        if (outline is null)
            return null;
        var tensors = outline.Tensors.Select((tensor, number) => CheckpointTensor.Of(new(tensor.Name, tensor.Shape, ranks.Broadcast(own?.Tensors[number].ToArray()))));
        return new(outline.Identity, outline.Progress, [.. tensors]);
    }
}

/// <summary>A checkpoint without its floats.</summary>
internal sealed record CheckpointOutline(string Identity, CheckpointProgress Progress, IReadOnlyList<TensorOutline> Tensors);

/// <summary>A tensor without its floats.</summary>
internal sealed record TensorOutline(string Name, IReadOnlyList<int> Shape);

/// <summary>Serializer of outlines.</summary>
[JsonSerializable(typeof(CheckpointOutline))]
internal sealed partial class OutlineContext : JsonSerializerContext;
