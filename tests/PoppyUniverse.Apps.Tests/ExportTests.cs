using System.Text.Json;

namespace PoppyUniverse.Apps.Tests;

public sealed class ExportTests : IDisposable
{
    private readonly PoppyProcess _poppy = new();

    public void Dispose() => _poppy.Dispose();

    [Fact]
    public void EveryFormat_OfOneModel_WritesTheFilesItNames()
    {
        _poppy.Succeed("simulate --out log.csv --interactions 1000");
        _poppy.Succeed("train --data log.csv --model m --epochs 1 --target strength,class,choice");
        Assert.Equal(["model.onnx", "model.choice.onnx"], Files("export --model m --format onnx --out model.onnx --json"));
        Assert.Contains(Path.Combine("vectors", "user.labels.tsv"), Files("export --model m --format embeddings --out vectors --json"));
        Assert.Equal(3, Files("export --model m --format atomic --out counts --json").Length);
        Assert.Equal(3, Files("export --format atomic --data log.csv --out whole --json").Length);
        Assert.Equal(1_001, File.ReadLines(_poppy.File("whole/whole.inter")).Count());
        var (exitCode, _, error) = _poppy.Run("export --model nowhere --format onnx --out x.onnx");
        Assert.Equal((1, "nowhere: does not exist; expected a model folder (poppy train makes one)."), (exitCode, error.Trim()));
    }

    private string[] Files(string arguments)
    {
        var (exitCode, output, error) = _poppy.Run(arguments);
        Assert.True(exitCode == 0, error);
        using var result = JsonDocument.Parse(output);
        var files = result.RootElement.GetProperty("files").EnumerateArray().Select(file => file.GetString()!).ToArray();
        Assert.All(files, file => Assert.True(new FileInfo(_poppy.File(file)).Length > 0, file));
        return files;
    }
}
