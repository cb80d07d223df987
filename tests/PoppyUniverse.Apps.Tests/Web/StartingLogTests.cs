using System.Text.Json;
using PoppyUniverse.Storage.Models;

namespace PoppyUniverse.Apps.Tests.Web;

/// <summary>poppy serve --data: the log that the model was trained on.</summary>
public sealed class StartingLogTests : IDisposable
{
    private const int Rows = 2_000;
    private const string Ask = "/api/recommendations/7?at=2026-01-31T22:00";

    private readonly PoppyProcess _poppy = new();

    public StartingLogTests()
    {
        ModelFolder.Save(WebServer.Model, _poppy.File("m"));
        _poppy.Succeed($"simulate --profile stargazers --users 40 --interactions {Rows} --seed 3 --out log.csv");
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _poppy.Dispose();

    [Fact]
    public async Task Serve_WithTheLogOfItsModel_HasItOnceAndTakesItAsLearned()
    {
        string without;
        using (var server = ServeProcess.Start(_poppy, "--model m --store sqlite:other.db"))
            without = Items(await server.Client.GetStringAsync(Ask, Stop));
        for (var start = 0; start < 3; start++)
        {
            using var server = ServeProcess.Start(_poppy, "--model m --data log.csv");
            Assert.Contains($"\"rows_put_in\": {(start == 0 ? Rows : 0)}", server.Said, StringComparison.Ordinal);
            Assert.Equal((Rows + start, start), await CountsAsync(server));
            if (start == 0)
                Assert.Equal(without, Items(await server.Client.GetStringAsync(Ask, Stop)));
            Assert.Equal(200, (await server.PostAsync("/api/interactions", """[{"user":"7","type":"Star","value":"G","strength":1,"timestamp":"2026-01-31T22:00:00Z"}]""")).Status);
        }
    }

    [Fact]
    public async Task Serve_AfterATrainingAndAnErasure_LearnedFromTheLogAndDoesNotBringTheUserBack()
    {
        using (var server = ServeProcess.Start(_poppy, "--model m --data log.csv"))
        {
            Assert.Equal(202, (await server.PostAsync("/api/training", "")).Status);
            await server.Client.GetStringAsync("/api/training/events", Stop);
            var model = JsonDocument.Parse(await server.Client.GetStringAsync("/api/model", Stop)).RootElement;
            Assert.Equal((2, Rows), (model.GetProperty("version").GetInt64(), model.GetProperty("rows").GetInt64()));
            Assert.Equal(200, (int)(await server.Client.DeleteAsync("/api/users/7", Stop)).StatusCode);
        }

        // the log has grown by a row of user 8, and has still those of user 7
        var lines = await File.ReadAllLinesAsync(_poppy.File("log.csv"), Stop);
        var ofSeven = lines.Count(line => line.Split(',')[1] == "7");
        await File.AppendAllLinesAsync(_poppy.File("log.csv"), [$"{Rows + 1},8,Star,G,5,2026-01-31 22:00:00.000000"], Stop);
        using (var server = ServeProcess.Start(_poppy, "--model m --data log.csv"))
        {
            Assert.Equal((Rows - ofSeven + 1, 1), await CountsAsync(server));
            Assert.Equal(404, (int)(await server.Client.GetAsync("/api/users/7", Stop)).StatusCode);
        }
    }

    [Fact]
    public void Serve_WithALogThatCannotBe_SaysWhere()
    {
        var lines = File.ReadAllLines(_poppy.File("log.csv"));
        File.WriteAllLines(_poppy.File("bad.csv"), [lines[0], lines[1], "2,7,Comet,Halley,5,2026-01-31 22:00:00.000000"]);
        var (exitCode, output, error) = _poppy.Run("serve --model m --data bad.csv");
        Assert.Equal((1, ""), (exitCode, output));
        Assert.Contains("bad.csv(3,", error, StringComparison.Ordinal);
        Assert.Contains("Comet", error, StringComparison.Ordinal);
        Assert.False(File.Exists(_poppy.File("poppy.db")));
    }

    private static async Task<(long Stored, long New)> CountsAsync(ServeProcess server)
    {
        var model = JsonDocument.Parse(await server.Client.GetStringAsync("/api/model", Stop)).RootElement;
        return (model.GetProperty("stored_interactions").GetInt64(), model.GetProperty("new_interactions").GetInt64());
    }

    private static string Items(string answer) => JsonDocument.Parse(answer).RootElement.GetProperty("items").GetRawText();
}
