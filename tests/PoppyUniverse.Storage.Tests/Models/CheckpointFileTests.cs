using System.Runtime.InteropServices;
using System.Text;
using PoppyUniverse.Learning;
using PoppyUniverse.Storage.Models;

namespace PoppyUniverse.Storage.Tests.Models;

public sealed class CheckpointFileTests : IDisposable
{
    private static readonly CheckpointProgress Progress = new()
    {
        Stage = new(PredictionTargets.Strength, null, null), Epoch = 2, Step = 7, AdamSteps = 19, LossSum = 3.25, BestEpoch = 1, BestLoss = 0.5, Epochs = [new(0, null, 0.75)],
    };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_SavedCheckpoint_IsTheSame()
    {
        var (small, large) = (Floats(6), Floats(200_000)); // more than one piece
        new CheckpointFile(_folder.File("c"), resume: false).Save(new("run", Progress, [Of("small", [2, 3], small), Of("large", [200_000], large)]));
        var loaded = new CheckpointFile(_folder.File("c"), resume: true).Load()!;
        Assert.Equal(("run", Progress with { Epochs = [] }), (loaded.Identity, loaded.Progress with { Epochs = [] }));
        Assert.Equal(Progress.Epochs, loaded.Progress.Epochs);
        Assert.Equal(["small", "large"], loaded.Tensors.Select(tensor => tensor.Name));
        Assert.Equal([2, 3], loaded.Tensors[0].Shape);
        Assert.Equal(small, loaded.Tensors[0].ToArray());
        Assert.Equal(large, loaded.Tensors[1].ToArray());
        var part = new float[70_000];
        loaded.Tensors[1].Read(65_530, part);
        Assert.Equal(large[65_530..135_530], part);
    }

    [Fact]
    public void Save_Bytes_AreThePublicLayout()
    {
        var floats = Floats(70_001);
        new CheckpointFile(_folder.File("c"), resume: false).Save(new("run", Progress, [Of("a", [70_001], floats)]));
        var bytes = File.ReadAllBytes(_folder.File("c"));
        var data = 8 + (int)BitConverter.ToInt64(bytes);
        Assert.StartsWith("""{"a":{"dtype":"F32","shape":[70001],"data_offsets":[0,280004]},"checkpoint":{"dtype":"U8",""", Encoding.UTF8.GetString(bytes, 8, data - 8), StringComparison.Ordinal);
        Assert.Equal(MemoryMarshal.AsBytes(floats.AsSpan()), bytes.AsSpan(data, 280_004));
        Assert.StartsWith("""{"identity":"run","progress":{""", Encoding.UTF8.GetString(bytes, data + 280_004, bytes.Length - data - 280_004), StringComparison.Ordinal);
    }

    [Fact]
    public void SaveAndLoad_LargeTensors_AllocateNoCopy()
    {
        const int Length = 1 << 22;
        var floats = Floats(Length);
        var (file, checkpoint) = (new CheckpointFile(_folder.File("c"), resume: true), new TrainingCheckpoint("run", Progress, [Of("a", [Length], floats)]));
        var before = GC.GetAllocatedBytesForCurrentThread();
        file.Save(checkpoint);
        file.Load()!.Tensors[0].Read(0, floats);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, Length * sizeof(float) / 8);
    }

    [Fact]
    public void Load_AnotherSafetensorsFile_SaysSo()
    {
        File.WriteAllBytes(_folder.File("c"), [2, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}']);
        Assert.Contains("is no checkpoint", Assert.Throws<ModelFormatException>(() => new CheckpointFile(_folder.File("c"), resume: true).Load()).Message, StringComparison.Ordinal);
    }

    private static CheckpointTensor Of(string name, int[] shape, float[] floats) => new(name, shape, (start, to) => floats.AsSpan((int)start, to.Length).CopyTo(to));

    private static float[] Floats(int length) => [.. Enumerable.Range(0, length).Select(i => i / 3f)];
}
