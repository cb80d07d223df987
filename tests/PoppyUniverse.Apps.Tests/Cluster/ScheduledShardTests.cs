using System.Security.Cryptography;

namespace PoppyUniverse.Apps.Tests.Cluster;

/// <summary>--shard auto: which shard this is, as a scheduler's variables tell it.</summary>
public sealed class ScheduledShardTests : IDisposable
{
    private const string World = "simulate --users 3000 --interactions 100000";

    private static readonly (string, string)[] Array3 = [("SLURM_ARRAY_TASK_MIN", "1"), ("SLURM_ARRAY_TASK_MAX", "3"), ("SLURM_ARRAY_TASK_COUNT", "3")];

    private readonly PoppyProcess _poppy = new();

    public void Dispose() => _poppy.Dispose();

    [Fact]
    public void Auto_SlurmArray_IsTheShardOfTheTask() => SameAs("2/3", "auto", [("SLURM_ARRAY_TASK_ID", "2"), .. Array3]);

    [Fact]
    public void Auto_OneTaskOfAnArrayAgain_TakesTheCountGiven() =>
        SameAs("3/3", "auto/3", [("SLURM_ARRAY_TASK_ID", "3"), ("SLURM_ARRAY_TASK_MIN", "3"), ("SLURM_ARRAY_TASK_MAX", "3"), ("SLURM_ARRAY_TASK_COUNT", "1")]);

    [Fact]
    public void Auto_KubernetesIndex_CountsFromZero() => SameAs("1/3", "auto/3", [("JOB_COMPLETION_INDEX", "0")]);

    [Theory]
    [InlineData("auto", "", "neither SLURM_ARRAY_TASK_ID nor JOB_COMPLETION_INDEX is set")]
    [InlineData("auto", "JOB_COMPLETION_INDEX=2", "give it: --shard auto/64")]
    [InlineData("auto/3", "JOB_COMPLETION_INDEX=3", "JOB_COMPLETION_INDEX is 3, which is no shard of 3; expected 0 and up")]
    [InlineData("auto/3", "SLURM_ARRAY_TASK_ID=0", "SLURM_ARRAY_TASK_ID is 0, which is no shard of 3; expected 1 and up")]
    [InlineData("auto", "SLURM_ARRAY_TASK_ID=3,SLURM_ARRAY_TASK_MIN=3,SLURM_ARRAY_TASK_MAX=3,SLURM_ARRAY_TASK_COUNT=1", "expected 1 to n (sbatch --array=1-64)")]
    [InlineData("automatic", "", "--shard is \"automatic\"")]
    [InlineData("auto/x", "JOB_COMPLETION_INDEX=0", "no shard of x")]
    public void Auto_NotToldWhichShard_SaysWhatToDo(string shard, string variables, string expected)
    {
        var environment = variables.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).Select(pair => (pair[0], pair[1])).ToArray();
        var (exitCode, _, error) = _poppy.Run($"{World} --shard {shard} --out part.csv", environment);
        Assert.Equal(2, exitCode);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.False(File.Exists(_poppy.File("part.csv")));
    }

    private void SameAs(string shard, string auto, (string, string)[] environment)
    {
        _poppy.Succeed($"{World} --shard {shard} --out expected.csv");
        var (exitCode, _, error) = _poppy.Run($"{World} --shard {auto} --out part.csv", environment);
        Assert.True(exitCode == 0, error);
        Assert.Equal(SHA256.HashData(_poppy.Bytes("expected.csv")), SHA256.HashData(_poppy.Bytes("part.csv")));
    }
}
