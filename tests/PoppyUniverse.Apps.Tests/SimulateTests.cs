using System.Diagnostics;
using System.Security.Cryptography;

namespace PoppyUniverse.Apps.Tests;

/// <summary>poppy simulate, merge and verify as processes: killed, out of disk, into closed pipes.</summary>
public sealed class SimulateTests : IDisposable
{
    private const string Big = "simulate --users 20000 --interactions 4000000 --seed 9";

    private readonly PoppyProcess _poppy = new();

    public void Dispose() => _poppy.Dispose();

    [Theory]
    [InlineData(".csv")]
    [InlineData(".csv.zst")]
    [InlineData(".parquet")]
    [Trait("Speed", "Slow")]
    public void Resume_AfterKillNineAtRandomMoments_GivesTheSameBytes(string ending)
    {
        _poppy.Succeed($"{Big} --out whole{ending}");
        var chance = new Random(20_261_123);
        var kills = 0;
        while (kills < 12 && _poppy.StartAndKill($"{Big} --threads {1 + (kills % 3)} --resume --out log{ending}", $"log{ending}.partial", chance))
            kills++;
        _poppy.Succeed($"{Big} --resume --out log{ending}");
        Assert.True(kills >= 1, "it was never killed");
        Assert.Equal(Sha256($"whole{ending}"), Sha256($"log{ending}"));
        _poppy.Succeed($"verify log{ending}");
        Assert.False(File.Exists(_poppy.File($"log{ending}.partial")) || File.Exists(_poppy.File($"log{ending}.journal")));
    }

    [Fact]
    public void Interrupted_ByControlC_CanBeGoneOnWith()
    {
        using (var process = _poppy.StartInBackground($"{Big} --out log.csv"))
        {
            Assert.True(SpinWait.SpinUntil(() => File.Exists(_poppy.File("log.csv.partial")) && new FileInfo(_poppy.File("log.csv.partial")).Length > 0, 60_000));
            using var kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
            process.WaitForExit();
            Assert.Equal(130, process.ExitCode);
        }

        Assert.False(File.Exists(_poppy.File("log.csv")));
        _poppy.Succeed($"{Big} --resume --out log.csv");
        _poppy.Succeed("verify log.csv --sample 20%");
    }

    [Theory]
    [InlineData("DOTNET_EnableAVX512", "Vector512")]
    [InlineData("DOTNET_EnableAVX2", "Vector256")]
    [InlineData("DOTNET_EnableHWIntrinsic", "Vector128")]
    [Trait("Speed", "Slow")]
    public void Simulate_OlderProcessor_GivesTheSameBytes(string without, string width)
    {
        Assert.False(_poppy.HasVectors(width, (without, "0")));
        foreach (var profile in (string[])["stargazers", "notebook"])
        {
            _poppy.Succeed($"simulate --profile {profile} --users 3000 --interactions 200000 --out new.csv");
            Assert.Equal(0, _poppy.Run($"simulate --profile {profile} --users 3000 --interactions 200000 --out old.csv", (without, "0")).ExitCode);
            Assert.Equal(Sha256("new.csv"), Sha256("old.csv"));
        }
    }

    [Fact]
    public void Merge_Shards_GivesTheFileOfOneProcess()
    {
        const string Small = "simulate --users 3000 --interactions 200000";
        _poppy.Succeed($"{Small} --out whole.csv");
        foreach (var i in (int[])[1, 2, 3])
            _poppy.Succeed($"{Small} --shard {i}/3 --out part-{i}.csv");
        _poppy.Succeed("merge part-2.csv part-3.csv part-1.csv --out merged.csv");
        Assert.Equal(Sha256("whole.csv"), Sha256("merged.csv"));
        var (exitCode, _, error) = _poppy.Run("merge part-2.csv part-1.csv --out merged.csv");
        Assert.Equal((1, "merged.csv: cannot be merged: shard 3/3 is missing."), (exitCode, LastLine(error)));
    }

    [Fact]
    public void Out_Stdout_IsTheBytesOfTheFile()
    {
        _poppy.Succeed("simulate --out log.csv");
        var (exitCode, output, _) = _poppy.Run("simulate --out -");
        Assert.Equal((0, File.ReadAllText(_poppy.File("log.csv"))), (exitCode, output));
    }

    [Fact]
    public void Out_ClosedPipe_EndsQuietly()
    {
        var (exitCode, output, error) = _poppy.Shell("dotnet $POPPY simulate --interactions 3000000 --out - | head -n 1; exit ${PIPESTATUS[0]}");
        Assert.Equal(1, exitCode);
        Assert.StartsWith("Interaction_ID,", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.Contains("Broken pipe", LastLine(error), StringComparison.Ordinal);
    }

    [Fact]
    public void Out_FullDisk_IsOneLineAndNothingPublished()
    {
        Assert.SkipUnless(Environment.UserName == "root", "mounting a small disk needs root");
        Directory.CreateDirectory(_poppy.File("disk"));
        var (mounted, _, why) = _poppy.Shell($"mount -t tmpfs -o size=5m tmpfs {_poppy.File("disk")}");
        Assert.SkipUnless(mounted == 0, $"mount: {why}");
        try
        {
            var (exitCode, _, error) = _poppy.Run($"{Big} --out disk/log.csv");
            Assert.Equal(1, exitCode);
            Assert.Contains("No space left", LastLine(error), StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
            Assert.False(File.Exists(_poppy.File("disk/log.csv")) || File.Exists(_poppy.File("disk/log.manifest.json")));
        }
        finally
        {
            _poppy.Shell($"umount {_poppy.File("disk")}");
        }
    }

    [Fact]
    public void Out_FullDevice_IsOneLine()
    {
        var (exitCode, _, error) = _poppy.Run("simulate --out /dev/full");
        Assert.Equal(1, exitCode);
        Assert.Contains("No space left", LastLine(error), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("simulate --out log.txt", 2, "ends in .csv")]
    [InlineData("simulate --out log.csv --shard 4/3", 2, "--shard is \"4/3\"")]
    [InlineData("simulate --out - --json", 2, "choose one")]
    [InlineData("verify nothing.csv", 1, "does not exist")]
    [InlineData("verify nothing.csv --sample 0%", 2, "--sample is \"0%\"")]
    [InlineData("merge nothing.csv --out log.csv", 1, "does not exist")]
    public void BadArguments_AreToldInOneLine(string arguments, int expected, string message)
    {
        var (exitCode, _, error) = _poppy.Run(arguments);
        Assert.Equal(expected, exitCode);
        Assert.Contains(message, LastLine(error), StringComparison.Ordinal);
    }

    [Fact]
    public void Truth_TrainedOrScored_IsRefused()
    {
        _poppy.Succeed("simulate --out log.csv --truth log.truth.parquet");
        _poppy.Succeed("train --data log.csv --model m --epochs 1");
        foreach (var command in (string[])["train --data log.truth.parquet --model n", "score --model m --data log.truth.parquet --out s.csv", "inspect --data log.truth.parquet"])
        {
            var (exitCode, _, error) = _poppy.Run(command);
            Assert.Equal(1, exitCode);
            Assert.Contains("truth file", LastLine(error), StringComparison.Ordinal);
        }
    }

    private string Sha256(string name)
    {
        using var file = File.OpenRead(_poppy.File(name));
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    private static string LastLine(string text) => text.TrimEnd().Split('\n')[^1];
}
