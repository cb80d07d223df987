using System.Text;

namespace PoppyUniverse.Apps.Tests;

/// <summary>Rubbish in, one clear line out: through the real program, with its exit code.</summary>
public sealed class BadInputTests : IDisposable
{
    private const string Header = "Interaction_ID,User_ID,Category_Type,Category_Value,Strength,Timestamp\n";
    private const string Row = "1,50,Star,M,1,2025-11-30 02:02:11.902417\n";

    private readonly PoppyProcess _poppy = new();

    public void Dispose() => _poppy.Dispose();

    [Theory]
    [InlineData("missing column", "User_ID,Category_Value,Strength,Timestamp\n1,M,1,0\n", "bad.csv(1): column Category_Type is missing")]
    [InlineData("bad Strength", Header + "1,50,Star,M,7,2025-11-30\n", "bad.csv(2,13): Strength is \"7\"; expected")]
    [InlineData("bad date", Header + Row + "2,50,Star,M,1,2025-11-31\n", "bad.csv(3,15): Timestamp is \"2025-11-31\"; expected")]
    [InlineData("empty file", "", "bad.csv: is empty; expected")]
    [InlineData("truncated file", Header + Row + "2,50,Sta", "bad.csv(3): the row has 3 fields; expected 6")]
    public void Train_BadFile_IsToldInOneLocatedLine(string _, string text, string expected)
    {
        _poppy.Write("bad.csv", text);
        Fails("train --data bad.csv --model m", 1, expected);
        Assert.False(Directory.Exists(_poppy.File("m")));
    }

    [Fact]
    public void Train_OneLineOfHundredMegabytes_IsTold()
    {
        using (var file = File.Create(_poppy.File("bad.csv")))
        {
            file.Write(Encoding.UTF8.GetBytes(Header));
            for (var i = 0; i < 100; i++)
                file.Write(Encoding.UTF8.GetBytes(new string('x', 1_000_000)));
        }

        Fails("train --data bad.csv --model m", 1, "bad.csv(2): a row is longer than 1,048,576 bytes");
    }

    [Fact]
    public void Train_NotUtf8_IsTold()
    {
        File.WriteAllBytes(_poppy.File("bad.csv"), [.. Encoding.UTF8.GetBytes(Header + "1,50,Star,"), 0xE9, .. Encoding.UTF8.GetBytes(",1,2025-11-30\n")]);
        Fails("train --data bad.csv --model m", 1, "bad.csv(2,11): Category_Value is");
    }

    [Fact]
    public void Train_DirectoryOrMissingFile_IsTold()
    {
        Directory.CreateDirectory(_poppy.File("folder"));
        Fails("train --data folder --model m", 1, "folder: is a directory; expected a file.");
        Fails("train --data nowhere.csv --model m", 1, "nowhere.csv: does not exist; expected a CSV file.");
    }

    [Fact]
    public void Train_FileThatMayNotBeRead_IsTold()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "file modes and setpriv are Linux's");
        Assert.SkipUnless(PoppyProcess.OthersMayRunIt(), "root may read everything, and other users may not run the program from here");
        _poppy.Write("secret.csv", Header + Row);
        File.SetUnixFileMode(_poppy.Folder, (UnixFileMode)Convert.ToInt32("755", 8));
        File.SetUnixFileMode(_poppy.File("secret.csv"), UnixFileMode.None);
        var (exitCode, output, error) = _poppy.RunAsNobody("train --data secret.csv --model m");
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Equal("secret.csv: may not be read: permission denied.", error.Trim().Split('\n')[^1]);
    }

    [Fact]
    public void Evaluate_UnknownType_IsToldWithTheKnownOnes()
    {
        Assert.Equal(0, _poppy.Run("simulate --out log.csv --interactions 300").ExitCode);
        Assert.Equal(0, _poppy.Run("train --data log.csv --model m --epochs 1").ExitCode);
        _poppy.Write("bad.csv", Header + "1,50,Comet,M,1,2025-11-30\n");
        Fails("evaluate --model m --data bad.csv", 1, "bad.csv(2,6): Category_Type is \"Comet\"; expected one of Star, Planet, Moon.");
        var (exitCode, _, error) = _poppy.Run("score --model m --data bad.csv --out scored.csv");
        Assert.Equal(0, exitCode);
        Assert.Contains("1 rows are of values the model does not know", error, StringComparison.Ordinal);
    }

    [Fact]
    public void Train_Skip_GoesOnAndSaysWhereTheBadRowsAre()
    {
        _poppy.Write("bad.csv", Header + string.Concat(Enumerable.Repeat(Row, 50)) + "2,50,Star,M,7,2025-11-30\n");
        var (exitCode, _, error) = _poppy.Run("train --data bad.csv --model m --on-error skip --epochs 1");
        Assert.Equal(0, exitCode);
        Assert.Contains("Skipped 1 rows; they are in bad.rejected.csv", error, StringComparison.Ordinal);
        Assert.True(File.Exists(_poppy.File("bad.rejected.csv")));
    }

    [Fact]
    public void Recommend_FolderWithoutModel_IsTold() =>
        Fails("recommend --model . --user 1", 1, "has no config.json; expected a model folder.");

    [Fact]
    public void Simulate_IntoAPlaceThatCannotBe_IsToldAndLeavesNothing()
    {
        _poppy.Write("file", "");
        var (exitCode, _, error) = _poppy.Run("simulate --out file/log.csv");
        Assert.Equal(1, exitCode);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.Equal(["file"], Directory.GetFileSystemEntries(_poppy.Folder).Select(Path.GetFileName));
    }

    private void Fails(string arguments, int expectedExitCode, string expected)
    {
        var (exitCode, output, error) = _poppy.Run(arguments);
        // progress lines stand before it; the message itself is the last line
        var line = error.Trim().Split('\n')[^1];
        Assert.Equal((expectedExitCode, ""), (exitCode, output));
        Assert.Contains(expected, line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", error, StringComparison.Ordinal);
    }
}
