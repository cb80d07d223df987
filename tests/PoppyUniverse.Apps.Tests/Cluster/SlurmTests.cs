using System.Security.Cryptography;

namespace PoppyUniverse.Apps.Tests.Cluster;

/// <summary>deploy/slurm on a real Slurm.</summary>
public sealed class SlurmTests : IDisposable
{
    private const string World = "--users 3000 --interactions 200000 --seed 7";

    private readonly SlurmCluster _slurm = new();

    public void Dispose() => _slurm.Dispose();

    [Fact]
    [Trait("Speed", "Slow")]
    public void Array_ANodeDiesUnderIt_GivesTheFileOfOneProcess()
    {
        var folder = _slurm.Shared.Folder;
        // every task takes its time, so that the node dies while tasks run on it
        _slurm.Shared.Write("slow-poppy", $"#!/bin/sh\nsleep 3\nexec dotnet {Path.Combine(AppContext.BaseDirectory, "poppy.dll")} \"$@\"\n");
        _slurm.Command("chmod +x slow-poppy");
        var array = _slurm.Command($"POPPY={folder}/slow-poppy sbatch --parsable --array=1-4 --cpus-per-task=1 --output={folder}/log/%a.out $DEPLOY/simulate.sbatch {folder}/parts .csv {World}");
        var merge = _slurm.Command($"POPPY={folder}/slow-poppy sbatch --parsable --dependency=afterok:{array} --output={folder}/log/merge.out $DEPLOY/merge.sbatch {folder}/parts .csv {folder}/whole.csv");
        _slurm.Until("a task runs on the second node", () => _slurm.Command("squeue -h -w n1 -t R") != "");
        _slurm.KillNode(1);
        _slurm.Until("all is done", () => _slurm.Command($"squeue -h -j {array},{merge}") == "");
        Assert.Contains("due to failure of node n1", File.ReadAllText(_slurm.Shared.File("log/slurmctld.log")), StringComparison.Ordinal);
        _slurm.Shared.Succeed($"simulate {World} --out one.csv");
        Assert.Equal(SHA256.HashData(_slurm.Shared.Bytes("one.csv")), SHA256.HashData(_slurm.Shared.Bytes("whole.csv")));
    }
}
