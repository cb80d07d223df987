using System.Text.RegularExpressions;

namespace PoppyUniverse.Apps.Tests.Cluster;

/// <summary>Evaluation on ranks of Open MPI on one machine.</summary>
[Collection(nameof(Ranks))]
public sealed partial class RankEvaluationTests : IDisposable
{
    private const string Evaluate = "evaluate --model m --data later.csv --history log.parquet --on-error skip";

    private readonly PoppyProcess _poppy = new();
    private readonly MpiJob _job;

    public RankEvaluationTests()
    {
        _job = new(_poppy);
        _poppy.Succeed($"{MpiJob.World} --out log.parquet --truth truth.parquet");
    }

    public void Dispose() => _poppy.Dispose();

    [Fact]
    [Trait("Speed", "Slow")]
    public void Evaluate_OneToEightRanks_PrintsWhatOneProcessPrints()
    {
        TrainAndSimulate(2_000);
        var (_, alone, _) = _poppy.Run($"{Evaluate} --json --threads 2");
        Assert.Equal(2, _poppy.Bytes("later.rejected.csv").Count(character => character == '\n')); // header and the bad row
        foreach (var ranks in (int[])[1, 2, 4, 7, 8])
        {
            File.Delete(_poppy.File("later.rejected.csv"));
            Assert.Equal(alone, _job.Succeed(ranks, $"{Evaluate} --json"));
            Assert.Equal(2, _poppy.Bytes("later.rejected.csv").Count(character => character == '\n'));
        }

        // for people too, byte by byte: mpirun's terminal is none
        Assert.Equal(_poppy.Run(Evaluate).Out, _job.Succeed(2, Evaluate));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Evaluate_SplitOnThreeRanks_TrainsAndMeasuresAsOneProcess()
    {
        const string Split = "evaluate --data log.parquet --split time:0.8 --truth truth.parquet --json";
        var (exitCode, alone, error) = _poppy.Run(Split);
        Assert.True(exitCode == 0, error);
        // seconds of training are told, and nobody else's
        Assert.Equal(Seconds().Replace(alone, "0"), Seconds().Replace(_job.Succeed(3, Split), "0"));
        Assert.NotEqual(alone, Seconds().Replace(alone, "0"));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Evaluate_ARankIsKilled_Ends()
    {
        TrainAndSimulate(600_000); // told of the bad row, ranks have a second of evaluation before them
        var (exitCode, output, error) = _poppy.Shell($$"""
            {{MpiJob.Line(3, Evaluate)}} 2>err &
            job=$!
            until grep -q "Skipped 1 rows" err || ! kill -0 $job 2>/dev/null; do sleep 0.05; done
            kill -9 $(ps -o pid= --ppid $job | tail -1)
            wait $job
            code=$?
            cat err >&2
            exit $code
            """);
        Assert.True(exitCode == 137, $"exit code {exitCode}: {error}");
        Assert.Contains("on signal 9", error, StringComparison.Ordinal);
        Assert.Equal("", output);
    }

    [Theory]
    [InlineData(9, "evaluate --data log.parquet --split time:0.8", 2, "9 ranks, but users are spread over 8 lanes, and a rank needs one at least; start 8 ranks or fewer.")]
    [InlineData(2, "evaluate --data log.parquet --split time:2", 2, "--split is \"time:2\"")]
    [InlineData(2, "evaluate --data log.parquet --model none", 1, "none: does not exist; expected a model folder")]
    [Trait("Speed", "Slow")]
    public void Evaluate_WhatCannotBeDone_IsSaidOnce(int ranks, string arguments, int expected, string message)
    {
        var (exitCode, output, error) = _job.Run(ranks, arguments);
        Assert.Equal((expected, ""), (exitCode, output.Trim()));
        Assert.Single(error.Split('\n'), line => line.Contains(message, StringComparison.Ordinal));
    }

    // a model, and later rows, one of which cannot be read
    private void TrainAndSimulate(int rows)
    {
        _poppy.Succeed("train --data log.parquet --epochs 1 --model m");
        _poppy.Succeed($"simulate --users 300 --interactions {rows} --seed 8 --out later.csv");
        File.AppendAllText(_poppy.File("later.csv"), "9,4,Star,O,11,2026-01-01 00:00:00.000000\n");
    }

    [GeneratedRegex("""(?<="training_seconds": )[0-9.E-]+|[0-9.]+(?= s of training)""")]
    private static partial Regex Seconds();
}
