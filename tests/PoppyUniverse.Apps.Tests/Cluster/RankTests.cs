using System.Text.Json;

namespace PoppyUniverse.Apps.Tests.Cluster;

/// <summary>Training on ranks of Open MPI on one machine.</summary>
[Collection(nameof(Ranks))]
public sealed class RankTests : IDisposable
{
    private const string Train = "train --data log.parquet --epochs 2 --batch 2500";
    private const string Long = "train --data log.parquet --epochs 60 --target class";

    private readonly PoppyProcess _poppy = new();
    private readonly MpiJob _job;

    public RankTests()
    {
        _job = new(_poppy);
        _poppy.Succeed($"{MpiJob.World} --out log.parquet");
    }

    public void Dispose() => _poppy.Dispose();

    [Fact]
    [Trait("Speed", "Slow")]
    public void Train_OneToEightRanks_GivesTheBytesOfOneProcess()
    {
        _poppy.Succeed($"{Train} --model alone --threads 2");
        foreach (var ranks in (int[])[1, 2, 4, 7, 8])
        {
            _job.Succeed(ranks, $"{Train} --model on{ranks}");
            foreach (var file in (string[])["model.safetensors", "config.json"])
                Assert.Equal(_poppy.Bytes($"alone/{file}"), _poppy.Bytes($"on{ranks}/{file}"));
        }
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Train_MoreRanksThanUsers_GivesTheBytesOfOneProcess()
    {
        _poppy.Succeed("simulate --users 1 --interactions 500 --seed 7 --out log.parquet");
        _poppy.Succeed($"{Train} --model alone");
        _job.Succeed(4, $"{Train} --model on4");
        Assert.Equal(_poppy.Bytes("alone/model.safetensors"), _poppy.Bytes("on4/model.safetensors"));
        Assert.Equal(_poppy.Bytes("alone/config.json"), _poppy.Bytes("on4/config.json"));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Train_CsvWithTextIdsAndABadRow_GivesTheBytesOfOneProcessAndOneRejectFile()
    {
        _poppy.Succeed($"{MpiJob.World} --out log.csv");
        _poppy.Write("named.csv", File.ReadAllText(_poppy.File("log.csv")).Replace("\n1,", "\nx,", StringComparison.Ordinal).Replace(",Star,", ",Stern,", StringComparison.Ordinal) + "9,u,Stern,O,11,2026-01-01 00:00:00.000000\n9,u,Stern,O,5,2026-01-01 00:00:00.000000\n");
        const string Train = "train --data named.csv --epochs 1 --on-error skip";
        _poppy.Succeed($"{Train} --model alone");
        var rejects = _poppy.Bytes("named.rejected.csv");
        var output = _job.Succeed(3, $"{Train} --model on3 --json");
        Assert.Equal(_poppy.Bytes("alone/config.json"), _poppy.Bytes("on3/config.json"));
        Assert.Equal(rejects, _poppy.Bytes("named.rejected.csv"));
        using var result = JsonDocument.Parse(output);
        Assert.Equal(301, result.RootElement.GetProperty("users").GetInt32());
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Train_ARankIsKilled_EndsAndGoesOnOnOtherRanksToTheSameBytes()
    {
        _poppy.Succeed($"{Long} --model alone");
        // kills the rank with the greatest process id, as soon as there is a checkpoint; with one a step it is not over before
        var (exitCode, _, error) = _poppy.Shell($$"""
            {{MpiJob.Line(3, $"{Long} --model broken --checkpoint 0")}} &
            job=$!
            until [ -e broken/checkpoint.safetensors ] || ! kill -0 $job 2>/dev/null; do sleep 0.05; done
            kill -9 $(ps -o pid= --ppid $job | tail -1)
            wait $job
            """);
        Assert.True(exitCode == 137, $"exit code {exitCode}: {error}");
        Assert.Contains("on signal 9", error, StringComparison.Ordinal);
        Assert.False(File.Exists(_poppy.File("broken/model.safetensors")));
        _job.Succeed(2, $"{Long} --model broken --resume");
        Assert.Equal(_poppy.Bytes("alone/model.safetensors"), _poppy.Bytes("broken/model.safetensors"));
        Assert.False(File.Exists(_poppy.File("broken/checkpoint.safetensors")));
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void Score_ThreeRanks_GivesTheBytesOfOneProcess()
    {
        _poppy.Succeed($"{Train} --model m");
        _poppy.Succeed("simulate --users 500 --interactions 150000 --seed 8 --out many.csv");
        _poppy.Succeed("simulate --users 500 --interactions 150000 --seed 8 --out many.parquet");
        foreach (var ending in (string[])["csv", "parquet"])
        {
            _poppy.Succeed($"score --model m --data many.{ending} --out alone.{ending}");
            using var result = JsonDocument.Parse(_job.Succeed(3, $"score --model m --data many.{ending} --out on3.{ending} --json"));
            Assert.Equal(150_000, result.RootElement.GetProperty("rows").GetInt64());
            Assert.True(result.RootElement.GetProperty("unknown_user_rows").GetInt64() > 0);
            Assert.Equal(_poppy.Bytes($"alone.{ending}"), _poppy.Bytes($"on3.{ending}"));
        }
    }

    [Theory]
    [InlineData(9, Train + " --model m", 2, "9 ranks, but users are spread over 8 lanes")]
    [InlineData(2, "train --data log.parquet --model m --layer 3", 2, "Layer 3 is trained by one process")]
    [InlineData(2, "simulate --out again.csv", 2, "mpirun started poppy simulate 2 times; it is the work of one process")]
    [InlineData(2, "train --data none.parquet --model m", 1, "none.parquet: does not exist")]
    [Trait("Speed", "Slow")]
    public void Run_WhatCannotBeDone_IsSaidOnce(int ranks, string arguments, int expected, string message)
    {
        var (exitCode, output, error) = _job.Run(ranks, arguments);
        Assert.Equal((expected, ""), (exitCode, output.Trim()));
        Assert.Single(error.Split('\n'), line => line.Contains(message, StringComparison.Ordinal));
        Assert.False(File.Exists(_poppy.File("again.csv")));
    }
}
