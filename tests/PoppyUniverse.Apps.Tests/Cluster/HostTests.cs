namespace PoppyUniverse.Apps.Tests.Cluster;

/// <summary>Training over three imitated machines, and what happens when one, or its network, is lost.</summary>
[Collection(nameof(Ranks))]
public sealed class HostTests : IDisposable
{
    private const string Long = "train --data log.parquet --epochs 60 --target class";

    // until the training has left a checkpoint, or is over
    private const string UntilCheckpoint = "until [ -e broken/checkpoint.safetensors ] || ! kill -0 $job 2>/dev/null; do sleep 0.05; done";

    private readonly PoppyProcess _poppy = new();
    private readonly NetworkHosts _hosts;

    public HostTests()
    {
        _ = new MpiJob(_poppy); // skips without mpirun
        _hosts = new(_poppy);
        _poppy.Succeed($"{MpiJob.World} --out log.parquet");
    }

    public void Dispose()
    {
        _hosts.Dispose();
        _poppy.Dispose();
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Train_ThreeHosts_GivesTheBytesOfOneProcess()
    {
        const string Short = "train --data log.parquet --epochs 2 --batch 2500";
        _poppy.Succeed($"{Short} --model alone");
        var (exitCode, _, error) = _poppy.Shell(_hosts.Line(3, $"{Short} --model spread"));
        Assert.True(exitCode == 0, error);
        Assert.Equal(_poppy.Bytes("alone/model.safetensors"), _poppy.Bytes("spread/model.safetensors"));
        Assert.Equal(_poppy.Bytes("alone/config.json"), _poppy.Bytes("spread/config.json"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Speed", "Slow")]
    public void Train_AHostOrItsLinkIsLost_EndsSoonAndGoesOnElsewhereToTheSameBytes(bool isHost)
    {
        _poppy.Succeed($"{Long} --model alone");
        var (exitCode, _, error) = _poppy.Shell($$"""
            {{_hosts.Line(3, $"{Long} --model broken --checkpoint 0")}} &
            job=$!
            {{UntilCheckpoint}}
            {{(isHost ? _hosts.KillHost(2) : _hosts.CutLink(2))}}
            wait $job
            """);
        Assert.True(exitCode is not 0 and not 110, $"exit code {exitCode} (110: nobody noticed): {error}");
        Assert.False(File.Exists(_poppy.File("broken/model.safetensors")));
        Assert.True(SpinWait.SpinUntil(_hosts.IsQuiet, TimeSpan.FromSeconds(20)), "something still runs on the hosts");
        _poppy.Succeed($"{Long} --model broken --resume");
        Assert.Equal(_poppy.Bytes("alone/model.safetensors"), _poppy.Bytes("broken/model.safetensors"));
    }
}
