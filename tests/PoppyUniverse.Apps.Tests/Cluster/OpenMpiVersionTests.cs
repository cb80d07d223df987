namespace PoppyUniverse.Apps.Tests.Cluster;

/// <summary>Ranks where Open MPI is missing, is another version, or did not start them: one line that says what to do.</summary>
[Collection(nameof(Ranks))]
public sealed class OpenMpiVersionTests : IDisposable
{
    private const string Library = "libmpi.so.40";
    private const string Train = "train --data log.parquet --model m --epochs 1";

    private readonly PoppyProcess _poppy = new();
    private readonly MpiJob _job;

    public OpenMpiVersionTests()
    {
        _job = new(_poppy);
        _poppy.Succeed($"{MpiJob.World} --out log.parquet");
    }

    public void Dispose() => _poppy.Dispose();

    [Fact]
    [Trait("Speed", "Slow")]
    public void Train_NoOpenMpi_SaysWhatToInstall()
    {
        // the loader ends its search at a file that is no library
        _poppy.Write(Library, "");
        Refused($"{Library} is not found; install Open MPI 4 on every machine (Debian: apt-get install openmpi-bin).");
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Train_OpenMpi5_SaysWhichWasFoundAndWhichIsExpected()
    {
        // the installed library, but for what it says of its version
        var bytes = File.ReadAllBytes(Installed());
        var place = bytes.AsSpan().IndexOf("Open MPI v%d"u8);
        Assert.True(place > 0, "the library says its version in another way");
        "Open MPI v5."u8.CopyTo(bytes.AsSpan(place));
        File.WriteAllBytes(_poppy.File(Library), bytes);
        Refused($"{Library} is \"Open MPI v5.");
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Train_VariablesOfRanksThatNobodyStarted_SaysSo()
    {
        var (exitCode, output, error) = _poppy.Run(Train, ("OMPI_COMM_WORLD_SIZE", "2"));
        Assert.Equal((1, ""), (exitCode, output));
        Assert.StartsWith("mpirun's variables speak of 2 ranks, but Open MPI finds 1; ", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_poppy.File("m")));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Train_SrunWithoutPmix_IsTold()
    {
        var (exitCode, _, error) = _poppy.Run(Train, ("SLURM_PROCID", "0"), ("SLURM_STEP_NUM_TASKS", "3"));
        Assert.True(exitCode == 0, error);
        Assert.StartsWith("srun started poppy train 3 times without --mpi=pmix: each works alone.", error, StringComparison.Ordinal);
    }

    private void Refused(string message)
    {
        var (exitCode, output, error) = _poppy.Shell(MpiJob.Line(2, Train, "-x LD_LIBRARY_PATH=$PWD"));
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Single(error.Split('\n'), line => line.Contains(message, StringComparison.Ordinal));
        Assert.False(Directory.Exists(_poppy.File("m")));
    }

    private string Installed()
    {
        var (_, output, _) = _poppy.Shell($"/sbin/ldconfig -p | awk '$1 == \"{Library}\" {{print $NF; exit}}'");
        Assert.SkipUnless(File.Exists(output.Trim()), $"the loader does not list {Library}");
        return output.Trim();
    }
}
