using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using PoppyUniverse.Storage.Models;
using PoppyUniverse.Testing;

namespace PoppyUniverse.Apps.Tests.Web;

public sealed class ServeProcessTests : IDisposable
{
    private readonly PoppyProcess _poppy = new();

    public ServeProcessTests() => ModelFolder.Save(WebServer.Model, _poppy.File("m"));

    public void Dispose() => _poppy.Dispose();

    [Theory]
    [InlineData(2)]
    [InlineData(15)]
    public async Task Signal_Server_StopsWithZero(int signal)
    {
        using var server = ServeProcess.Start(_poppy, "--model m");
        Assert.Equal(HttpStatusCode.OK, (await server.Client.GetAsync("/api/recommendations/7", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(0, server.Stop(signal));
        Assert.Contains("Stopped.", server.Said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", server.Said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Build_Server_ServesItsFilesWhole()
    {
        using var server = ServeProcess.Start(_poppy, "--model m");
        var script = await server.Client.GetByteArrayAsync("/_framework/blazor.web.js", TestContext.Current.CancellationToken);
        Assert.True(script.Length > 100_000, $"{script.Length} bytes");
        Assert.Contains("blazor.web.js", await server.Client.GetStringAsync("/", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.NotEmpty(await server.Client.GetByteArrayAsync("/poppy.css", TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Serve_WhatCannotBe_IsToldInOneLine()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        _poppy.Write("text.db", string.Concat(Enumerable.Repeat("this is no database\n", 100)));
        Fails(1, "address already in use", $"serve --model m --urls http://127.0.0.1:{port}");
        Fails(1, "no: does not exist; expected a model folder", "serve --model no");
        Fails(1, "sqlite:text.db: is no SQLite database.", "serve --model m --store sqlite:text.db");
        Fails(1, "postgres:x@127.0.0.1:1: cannot be reached", "serve --model m --store postgres:Host=127.0.0.1;Port=1;Database=x;Username=u;Password=geheim");
        Fails(2, "expected sqlite:FILE", "serve --model m --store mysql:x");
        Fails(2, "expected addresses such as", "serve --model m --urls 127.0.0.1:80");
        Fails(2, "--rate-limit is 0; expected 1 or more.", "serve --model m --rate-limit 0");
        Fails(2, "'--scope'", "keys add");
        Fails(1, "has no good key of id \"nope\"", "keys revoke nope");
    }

    [Fact]
    public async Task Keys_AddListRevoke_OpenAndCloseARunningServer()
    {
        var added = Json("keys add --scope write --label test --json");
        var key = added.GetProperty("key").GetString()!;
        using var server = ServeProcess.Start(_poppy, "--model m --require-keys --logs json");
        Assert.Equal(401, (await server.PostAsync("/api/interactions", "[]")).Status);
        server.Client.DefaultRequestHeaders.Add("X-Api-Key", key);
        Assert.Equal(200, (await server.PostAsync("/api/interactions", "[]")).Status);
        var listed = Json("keys list --json").GetProperty("keys")[0];
        Assert.Equal((added.GetProperty("id").GetString(), "write", "test", JsonValueKind.Null), (listed.GetProperty("id").GetString(), listed.GetProperty("scope").GetString(), listed.GetProperty("label").GetString(), listed.GetProperty("revoked").ValueKind));
        Json($"keys revoke {added.GetProperty("id").GetString()} --json");
        await Task.Delay(2_500, TestContext.Current.CancellationToken);
        Assert.Equal(401, (await server.PostAsync("/api/interactions", "[]")).Status);

        // a key is not in any log, good or bad, in whatever place it came
        _ = await server.Client.GetAsync($"/api/model?key={key}", TestContext.Current.CancellationToken);
        _ = await server.Client.GetAsync($"/api/{key}/nothing", TestContext.Current.CancellationToken);
        _ = await server.PostAsync("/api/interactions", $"{{\"{key}");
        server.Stop();
        Assert.DoesNotContain(key.Split('_', 3)[2], server.Said, StringComparison.Ordinal);
        Assert.Empty(FolderSearch.FilesWith(_poppy.Folder, key.Split('_', 3)[2]));
    }

    [Fact]
    public void Logs_Json_AreOneObjectALine()
    {
        using var server = ServeProcess.Start(_poppy, "--model m --logs json");
        server.Stop();
        foreach (var line in server.Said.Split('\n').Where(line => line.StartsWith("{\"", StringComparison.Ordinal)))
            Assert.True(JsonDocument.Parse(line).RootElement.TryGetProperty("LogLevel", out _));
    }

    // in a process of its own, for meters of one name are counted together
    [Fact]
    public async Task Metrics_AfterSomeRequests_TellThem()
    {
        using var server = ServeProcess.Start(_poppy, "--model m");
        await server.Client.GetStringAsync("/api/recommendations/7", TestContext.Current.CancellationToken);
        Assert.Equal(200, (await server.PostAsync("/api/interactions", """[{"user":"somebody","type":"Star","value":"G","timestamp":"2026-01-31"}]""")).Status);
        await server.Client.GetStringAsync("/api/recommendations/somebody", TestContext.Current.CancellationToken);
        var metrics = await server.Client.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        foreach (var name in (string[])["poppy_recommendations_total", "poppy_interactions_stored_total", "poppy_store_append_duration_seconds", "poppy_model_age_seconds", "http_server_request_duration_seconds"])
            Assert.Contains(name, metrics, StringComparison.Ordinal);
        Assert.Matches("poppy_store_lag\\S* 1 ", metrics.ReplaceLineEndings(" ") + " ");
        Assert.DoesNotContain("somebody", metrics, StringComparison.Ordinal);
    }

    private void Fails(int expected, string message, string arguments)
    {
        var (exitCode, output, error) = _poppy.Run(arguments);
        Assert.True(expected == exitCode, $"{arguments}: exit code {exitCode}: {error}");
        Assert.Equal("", output);
        Assert.Contains(message, error.TrimEnd(), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("geheim", error, StringComparison.Ordinal);
        Assert.True(expected == 2 || error.TrimEnd().Split('\n').Length == 1, error);
    }

    private JsonElement Json(string arguments)
    {
        var (exitCode, output, error) = _poppy.Run(arguments);
        Assert.True(exitCode == 0, $"{arguments}: {error}");
        return JsonDocument.Parse(output).RootElement;
    }
}
