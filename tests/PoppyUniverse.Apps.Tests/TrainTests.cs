using System.Text.Json;
using PoppyUniverse.Testing;

namespace PoppyUniverse.Apps.Tests;

/// <summary>poppy train as a process that is killed.</summary>
public sealed class TrainTests : IDisposable
{
    private static readonly string Evenings = Repository.File("samples/evenings.csv");

    private readonly PoppyProcess _poppy = new();

    public void Dispose() => _poppy.Dispose();

    [Fact]
    [Trait("Speed", "Slow")]
    public void Resume_AfterKillNineAtRandomMoments_GivesTheSameModelBytes()
    {
        const string Train = "train --data log.csv --epochs 8 --checkpoint 0.05";
        _poppy.Succeed("simulate --users 2000 --interactions 200000 --out log.csv");
        _poppy.Succeed($"{Train} --model whole");
        var chance = new Random(20_261_123);
        var kills = 0;
        while (kills < 10 && _poppy.StartAndKill($"{Train} --threads {1 + (kills % 2)} --resume --model killed", "killed/checkpoint.safetensors", chance))
            kills++;
        _poppy.Succeed($"{Train} --resume --model killed");
        Assert.True(kills >= 1, "it was never killed");
        foreach (var name in (string[])["model.safetensors", "config.json"])
            Assert.Equal(_poppy.Bytes($"whole/{name}"), _poppy.Bytes($"killed/{name}"));
        Assert.False(File.Exists(_poppy.File("killed/checkpoint.safetensors")));
    }

    [Fact]
    public void Layer3_Resume_TrainsFromTheStartToTheSameModel()
    {
        _poppy.Succeed($"train --layer 3 --data {Evenings} --model whole");
        var (exitCode, output, error) = _poppy.Run($"train --layer 3 --data {Evenings} --model again --resume --json");
        Assert.True(exitCode == 0, error);
        Assert.Contains("Layer 3 leaves no checkpoints", error, StringComparison.Ordinal);
        Assert.Equal(3, JsonDocument.Parse(output).RootElement.GetProperty("layer").GetInt32());
        foreach (var name in (string[])["model.safetensors", "config.json"])
            Assert.Equal(_poppy.Bytes($"whole/{name}"), _poppy.Bytes($"again/{name}"));
    }

    // Ten rows a user teach the network nothing beyond where it starts; thirty do.
    [Theory]
    [InlineData(1_200, @"; none of \d+ epochs was better than the start, which stands, ")]
    [InlineData(3_600, @"; best epoch [1-9]\d* of \d+, ")]
    public void Train_FewRows_TellsWhetherAnyEpochWasBetterThanTheStart(int rows, string expected)
    {
        _poppy.Succeed($"simulate --users 120 --interactions {rows} --seed 7 --out log.csv");
        Assert.Matches(expected, _poppy.Run("train --data log.csv --target strength --model m").Out);
    }

    [Theory]
    [InlineData("--layer 5", "--layer is 5")]
    [InlineData("--layer 3 --batch 100", "--batch is an option of --layer 4")]
    [InlineData("--layer 3 --epochs 0", "Sweeps is 0")]
    public void Layer_WrongUse_IsToldInOneLine(string arguments, string expected)
    {
        var (exitCode, _, error) = _poppy.Run($"train --data nothing.csv --model m {arguments}");
        Assert.Equal(2, exitCode);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Resume_CheckpointOfOtherOptions_IsToldInOneLine()
    {
        _poppy.Succeed("simulate --users 2000 --interactions 200000 --out log.csv");
        using (var process = _poppy.StartInBackground("train --data log.csv --epochs 50 --checkpoint 0 --model m"))
        {
            Assert.True(SpinWait.SpinUntil(() => File.Exists(_poppy.File("m/checkpoint.safetensors")), 60_000));
            process.Kill();
            process.WaitForExit();
        }

        var (exitCode, _, error) = _poppy.Run("train --data log.csv --epochs 49 --resume --model m");
        Assert.Equal(1, exitCode);
        Assert.Contains("of another run", error.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
    }
}
