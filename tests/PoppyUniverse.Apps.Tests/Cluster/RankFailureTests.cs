namespace PoppyUniverse.Apps.Tests.Cluster;

/// <summary>Ranks of Open MPI that cannot go on: one line says why, the job ends, and what stood before still stands.</summary>
[Collection(nameof(Ranks))]
public sealed class RankFailureTests : IDisposable
{
    private const string Train = "train --target class --data log.parquet --epochs 1";
    private const string Model = "train --layer 3 --target strength --epochs 1 --data log.parquet --model one";
    private const string Checkpoint = "checkpoint.safetensors";

    // mpirun's second before it tells ranks to end, and between that and killing them, is too short beside other tests
    private const string KillAfter = "--mca odls_base_sigkill_timeout 3";

    // until the training has left a checkpoint, or is over
    private const string UntilCheckpoint = $"until [ -e m/{Checkpoint} ] || ! kill -0 $job 2>/dev/null; do sleep 0.02; done";

    private readonly PoppyProcess _poppy = new();
    private readonly MpiJob _job;

    public RankFailureTests()
    {
        _job = new(_poppy);
        _poppy.Succeed("simulate --users 300 --interactions 200000 --seed 7 --out log.parquet");
    }

    public void Dispose() => _poppy.Dispose();

    [Fact]
    [Trait("Speed", "Slow")]
    public void Resume_CheckpointOfAnotherRun_IsRefusedAndStays()
    {
        const string Refusal = $"m/{Checkpoint}: is of another run, whose log, options or seed differ; ";
        _poppy.Succeed($"{MpiJob.World} --out other.parquet");
        var left = LeaveCheckpoint();
        Fails(_job.Run(2, $"{Train.Replace("log.", "other.", StringComparison.Ordinal)} --model m --resume"), Refusal);
        Fails(_job.Run(4, $"{Train} --seed 5 --model m --resume"), Refusal);
        Assert.Equal(left, _poppy.Bytes($"m/{Checkpoint}"));
        Assert.Single(Directory.GetFiles(_poppy.File("m")));
    }

    [Theory]
    [InlineData("train --model m --data ", "log.parquet", "none.parquet", "Rank 1: none.parquet: does not exist; ")]
    [InlineData("score --model one --out m/scored.parquet --data ", "log.parquet", "damaged.parquet", "Rank 1: damaged.parquet: is a broken Parquet file: ")]
    [InlineData("evaluate --data log.parquet --model ", "one", "two", "one/config.json: is not the same file on all ranks: ")]
    [Trait("Speed", "Slow")]
    public void Run_OneRankHasAnotherFileOrNone_EndsAll(string arguments, string most, string one, string message)
    {
        _poppy.Succeed(Model);
        Assert.Equal(0, _poppy.Shell("cp -r one two && echo >> two/config.json").ExitCode);
        var bytes = _poppy.Bytes("log.parquet");
        bytes.AsSpan(4, bytes.Length - BitConverter.ToInt32(bytes, bytes.Length - 8) - 12).Fill(0xFF); // all but the magic numbers and the footer
        File.WriteAllBytes(_poppy.File("damaged.parquet"), bytes);
        Fails(_job.Run([arguments + most, arguments + one, arguments + most]), message);
        // rank 0 waits for the others' scores with its file open
        Assert.True(!Directory.Exists(_poppy.File("m")) || Directory.GetFiles(_poppy.File("m")).Length == 0, "a file is left");
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Run_DiskIsFull_EndsAllAndTheLastCheckpointStays()
    {
        Assert.SkipUnless(_poppy.Shell("mkdir m && mount -t tmpfs -o size=1m tmpfs m").ExitCode == 0, "mounting a small disk (tmpfs) is not allowed here");
        try
        {
            var left = LeaveCheckpoint();
            Assert.True(_poppy.Shell("cat /dev/zero > m/all-the-rest").ExitCode != 0);
            Fails(_job.Run(2, $"{Train} --model m --checkpoint 0 --resume"), $"No space left on device : '{_poppy.File($"m/{Checkpoint}.partial")}'");
            Assert.Equal(left, _poppy.Bytes($"m/{Checkpoint}"));

            _poppy.Succeed(Model);
            Fails(_job.Run(2, "score --model one --data log.parquet --out m/scored.parquet"), $"No space left on device : '{_poppy.File("m/scored.parquet.partial")}'");
            Assert.Equal(2, Directory.GetFiles(_poppy.File("m")).Length);

            // some rows still fit: it is the Parquet library that notices
            Assert.True(_poppy.Shell("truncate -s -262144 m/all-the-rest").ExitCode == 0);
            foreach (var arguments in (string[])["score --model one --data log.parquet", "simulate --interactions 200000"])
            {
                var (exitCode, _, error) = _poppy.Run($"{arguments} --out m/more.parquet");
                Assert.Equal(1, exitCode);
                Assert.Equal($"No space left on device : '{_poppy.File("m/more.parquet.partial")}'", error.TrimEnd().Split('\n')[^1]);
            }
        }
        finally
        {
            _poppy.Shell("umount m");
        }
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Train_MpirunIsInterrupted_EndsAndGoesOnToTheSameBytes()
    {
        // a checkpoint a step, so that it cannot be over before mpirun passes the signal on
        const string Long = $"{Train}9 --batch 256 --threads 1";
        _poppy.Succeed($"{Long} --model alone");
        var (exitCode, output, error) = _poppy.Shell($$"""
            env --default-signal=INT {{MpiJob.Line(3, $"{Long} --model m --checkpoint 0", KillAfter)}} &
            job=$!
            {{UntilCheckpoint}}
            kill -INT $job
            wait $job
            """);
        Assert.True(exitCode == 1, $"exit code {exitCode}: {error}"); // mpirun's own, whatever ranks answer
        Assert.Equal("", output);
        Assert.Single(error.Split('\n'), line => line.Trim() == "Cancelled.");
        Assert.Equal([_poppy.File($"m/{Checkpoint}")], Directory.GetFiles(_poppy.File("m")));
        _poppy.Succeed($"{Long} --model m --resume");
        Assert.Equal(_poppy.Bytes("alone/model.safetensors"), _poppy.Bytes("m/model.safetensors"));
    }

    // of one process, killed; with a checkpoint a step it is not over before
    private byte[] LeaveCheckpoint()
    {
        _poppy.Shell($"""
            dotnet $POPPY {Train} --model m --checkpoint 0 >/dev/null 2>&1 &
            job=$!
            {UntilCheckpoint}
            kill -9 $job
            """);
        File.Delete(_poppy.File($"m/{Checkpoint}.partial"));
        return _poppy.Bytes($"m/{Checkpoint}");
    }

    private static void Fails((int ExitCode, string Out, string Error) run, string message)
    {
        Assert.Equal((1, ""), (run.ExitCode, run.Out.Trim()));
        Assert.Single(run.Error.Split('\n'), line => line.StartsWith(message, StringComparison.Ordinal));
    }
}
