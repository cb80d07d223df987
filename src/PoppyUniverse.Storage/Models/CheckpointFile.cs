using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Storage.Models;

/// <summary>
/// Checkpoints of a training run in a safetensors file, replaced as a whole: a crash while one is written leaves the one
/// before.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="resume">Whether to hand out what an earlier run has left.</param>
public sealed class CheckpointFile(string path, bool resume) : ICheckpointStore
{
    private const string HeadName = "checkpoint";

    /// <summary>The file.</summary>
    public string Path => path;

    /// <summary>Where the checkpoint of a model folder stands.</summary>
    public static string PathFor(string modelFolder) => System.IO.Path.Combine(modelFolder, "checkpoint.safetensors");

    /// <inheritdoc/>
    /// <exception cref="ModelFormatException">The file is damaged.</exception>
    public TrainingCheckpoint? Load()
    {
        if (!resume || !File.Exists(path))
            return null;
        using var file = new SafetensorsFile(path);
        try
        {
            var stored = file.Tensors[HeadName];
            var bytes = new byte[stored.Length];
            file.Read<byte>(stored, 0, bytes);
            var head = JsonSerializer.Deserialize(bytes, CheckpointContext.Default.CheckpointHead)!;
            return new(head.Identity, head.Progress, [.. file.Tensors.Values.Where(tensor => tensor.Name != HeadName).Select(ToBeRead)]);
        }
        catch (Exception error) when (error is KeyNotFoundException or JsonException)
        {
            throw new ModelFormatException(path, "is no checkpoint of a training run.");
        }
    }

    /// <inheritdoc/>
    public void Save(TrainingCheckpoint checkpoint)
    {
        ArgumentNullException.ThrowIfNull(checkpoint);
        var head = JsonSerializer.Serialize(new(checkpoint.Identity, checkpoint.Progress), CheckpointContext.Default.CheckpointHead);
        SafeTensor[] tensors = [.. checkpoint.Tensors.Select(SafeTensor.Of), SafeTensor.Of(HeadName, Encoding.UTF8.GetBytes(head))];
        AtomicFile.Write(path, file => SafetensorsWriter.Write(file, tensors));
    }

    /// <summary>Removes the checkpoint, once the model stands.</summary>
    public void Clear() => File.Delete(path);

    // The file is not kept open, for the next checkpoint takes its place.
    private CheckpointTensor ToBeRead(StoredTensor tensor) => new(tensor.Name, tensor.Shape, (start, to) =>
    {
        using var file = new SafetensorsFile(path);
        file.Read(tensor, start, to);
    });
}

/// <summary>What a checkpoint holds beside tensors.</summary>
internal sealed record CheckpointHead(string Identity, CheckpointProgress Progress);

/// <summary>Serializer of checkpoints.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CheckpointHead))]
internal sealed partial class CheckpointContext : JsonSerializerContext;
