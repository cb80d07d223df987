namespace PoppyUniverse.Apps.Tests.Cluster;

/// <summary>Training on ranks that Slurm starts.</summary>
[Collection(nameof(Ranks))]
public sealed class SlurmRankTests : IDisposable
{
    private readonly SlurmCluster _slurm = new();

    public void Dispose() => _slurm.Dispose();

    [Fact]
    [Trait("Speed", "Slow")]
    public void TrainScoreEvaluate_UnderSrun_GiveTheBytesOfOneProcess()
    {
        Assert.SkipUnless(SlurmCluster.HasPmix, "Slurm finds no PMIx (Debian: libpmix-dev, for libpmix.so)");
        const string Train = "train --data log.parquet --epochs 2 --batch 2500";
        _slurm.Shared.Succeed($"{MpiJob.World} --out log.parquet");
        _slurm.Shared.Succeed($"{Train} --model alone");
        Ranks($"{Train} --model under");
        Assert.Equal(_slurm.Shared.Bytes("alone/model.safetensors"), _slurm.Shared.Bytes("under/model.safetensors"));
        Assert.Equal(_slurm.Shared.Bytes("alone/config.json"), _slurm.Shared.Bytes("under/config.json"));

        _slurm.Shared.Succeed("score --model alone --data log.parquet --out alone.parquet");
        Ranks("score --model alone --data log.parquet --out under.parquet");
        Assert.Equal(_slurm.Shared.Bytes("alone.parquet"), _slurm.Shared.Bytes("under.parquet"));

        const string Evaluate = "evaluate --model alone --data log.parquet --json";
        Assert.Equal(_slurm.Shared.Run(Evaluate).Out.Trim(), Ranks(Evaluate).Trim());
    }

    // both nodes are this machine and share its /tmp, which PMIx does not expect of two
    private string Ranks(string arguments) =>
        _slurm.Command($"OMPI_MCA_btl=tcp,self srun --mpi=pmix --overcommit -N1 -n3 dotnet {Path.Combine(AppContext.BaseDirectory, "poppy.dll")} {arguments}");
}
