using System.Text.Json;

namespace PoppyUniverse.Apps.Tests;

public sealed class ImportTests : IDisposable
{
    private readonly PoppyProcess _poppy = new();

    public void Dispose() => _poppy.Dispose();

    [Fact]
    public void Csv_HalfStars_BecomeALogThatInspectReads()
    {
        _poppy.Write("books.csv", "reader,isbn,stars,when\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"r{i % 20},b{i % 7},{1 + (i % 9 / 2.0)},{978_300_760 + i}\n")));
        const string Map = "--from csv books.csv --map user=reader,type==Book,value=isbn,strength=stars,time=when";
        var (refused, _, message) = _poppy.Run($"import {Map} --out log.csv");
        Assert.Equal(1, refused);
        Assert.Contains("books.csv(3,7): Strength is \"1.5\"; expected a whole number from 1 to 5", message, StringComparison.Ordinal);
        Assert.False(File.Exists(_poppy.File("log.csv")));

        var (exitCode, output, error) = _poppy.Run($"import {Map} --scale 0.5..5 --out log.parquet --json");
        Assert.True(exitCode == 0, error);
        using var result = JsonDocument.Parse(output);
        Assert.Equal((200, 20, 7), (result.RootElement.GetProperty("rows").GetInt32(), result.RootElement.GetProperty("users").GetInt32(), result.RootElement.GetProperty("values").GetInt32()));
        _poppy.Succeed("inspect --data log.parquet");
        _poppy.Succeed("train --data log.parquet --model m --epochs 1");
    }

    [Theory]
    [InlineData("import --from csv x.csv --out log.txt")]
    [InlineData("import --from netflix x.csv --out log.csv")]
    [InlineData("import --from csv x.csv --scale 5 --out log.csv")]
    [InlineData("import --from csv x.csv --map who=x --out log.csv")]
    [InlineData("import --from csv x.csv --local-time --out log.csv")]
    [InlineData("import --from movielens-1m x --map user=x --out log.csv")]
    public void WrongUsage_ExitsWithTwo(string arguments)
    {
        var (exitCode, output, error) = _poppy.Run(arguments);
        Assert.Equal((2, ""), (exitCode, output));
        Assert.NotEqual("", error.Trim());
    }
}
