using System.Collections.Concurrent;
using System.Text.Json;
using PoppyUniverse.Storage.Models;
using PoppyUniverse.Storage.Stores;
using PoppyUniverse.Testing;

namespace PoppyUniverse.Apps.Tests.Web;

/// <summary>What must hold when the process, the database or the disk fails under load.</summary>
[Trait("Speed", "Slow")]
public sealed class FaultTests(PostgresServer postgres) : IDisposable, IClassFixture<PostgresServer>
{
    private readonly PoppyProcess _poppy = new();
    private readonly ConcurrentDictionary<string, bool> _acknowledged = new();
    private readonly ConcurrentDictionary<string, bool> _sent = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _poppy.Dispose();

    [Theory]
    [InlineData("sqlite", 20)]
    [InlineData("postgres", 5)]
    public async Task Kill9_UnderWriteLoad_LosesAndDoublesNothing(string kind, int kills)
    {
        var address = kind == "sqlite" ? "sqlite:poppy.db" : postgres.NewDatabase();
        ModelFolder.Save(WebServer.Model, _poppy.File("m"));
        var chance = new Random(7);
        for (var round = 0; round < kills; round++)
        {
            using var server = ServeProcess.Start(_poppy, $"--model m --store {address}");
            var before = _acknowledged.Count;
            using var enough = new CancellationTokenSource();
            var clients = Enumerable.Range(0, 3).Select(client => Task.Run(() => WriteAsync(server, $"{round}-{client}", enough.Token))).ToArray();
            Assert.True(SpinWait.SpinUntil(() => _acknowledged.Count > before + 10, 30_000), server.Said);
            await Task.Delay(chance.Next(0, 100), Stop);
            server.Kill();
            await enough.CancelAsync();
            await Task.WhenAll(clients);
        }

        await SendAgainAsync(address);
        await CheckAsync(kind == "sqlite" ? $"sqlite:{_poppy.File("poppy.db")}" : address, _sent.Keys);
    }

    [Fact]
    public async Task Database_StoppedAndStarted_AnswersGoOnAndNothingIsLost()
    {
        var address = postgres.NewDatabase();
        ModelFolder.Save(WebServer.Model, _poppy.File("m"));
        using var server = ServeProcess.Start(_poppy, $"--model m --store {address}");
        await WriteSomeAsync(server, "before", 20);
        postgres.Stop();
        var (status, body) = await server.PostAsync("/api/interactions", Row("while it is away"));
        Assert.Equal((503, "The store does not answer"), (status, body.GetProperty("title").GetString()));
        Assert.Equal(200, (int)(await server.Client.GetAsync("/api/recommendations/before-1", Stop)).StatusCode);
        Assert.Equal(503, (int)(await server.Client.GetAsync("/health/ready", Stop)).StatusCode);
        Assert.Equal(200, (int)(await server.Client.GetAsync("/health/live", Stop)).StatusCode);
        postgres.Start();
        await WriteSomeAsync(server, "after", 20);
        Assert.Equal(200, (int)(await server.Client.GetAsync("/health/ready", Stop)).StatusCode);
        Assert.Equal(0, server.Stop());
        await CheckAsync(address, _acknowledged.Keys);
    }

    [Fact]
    public async Task Disk_Full_IsToldAndWhatWasAcknowledgedStays()
    {
        var disk = _poppy.File("disk");
        Directory.CreateDirectory(disk);
        var (mounted, _, _) = _poppy.Shell("mount -t tmpfs -o size=2m poppy disk");
        Assert.SkipUnless(mounted == 0, "A small disk cannot be mounted here (it takes root and the right to mount).");
        try
        {
            ModelFolder.Save(WebServer.Model, _poppy.File("m"));
            using var server = ServeProcess.Start(_poppy, "--model m --store sqlite:disk/poppy.db");
            await WriteSomeAsync(server, "before", 5);
            await File.WriteAllBytesAsync(Path.Combine(disk, "ballast"), new byte[1 << 20], Stop);
            Assert.Equal(503, await FillAsync(server));
            Assert.Equal(200, (int)(await server.Client.GetAsync("/api/recommendations/before-1", Stop)).StatusCode);
            File.Delete(Path.Combine(disk, "ballast"));
            await WriteSomeAsync(server, "after", 5);
            Assert.Equal(0, server.Stop());
            Assert.Contains("the disk is full", server.Said, StringComparison.Ordinal); // logs are written behind answers, but before the end
            await CheckAsync($"sqlite:{disk}/poppy.db", _acknowledged.Keys);
        }
        finally
        {
            _poppy.Shell("umount disk");
        }
    }

    private async Task<int> FillAsync(ServeProcess server)
    {
        for (var i = 0; i < 2_000; i++)
        {
            var keys = Enumerable.Range(0, 100).Select(row => $"fill-{i}-{row}").ToArray();
            var (status, _) = await server.PostAsync("/api/interactions", $"[{string.Join(',', keys.Select(key => Row(key)[1..^1]))}]");
            if (status != 200)
                return status;
            foreach (var key in keys)
                _acknowledged[key] = true;
        }

        return 200;
    }

    // Writes until the server is gone; what it acknowledged is noted, and so is what was on its way.
    private async Task WriteAsync(ServeProcess server, string prefix, CancellationToken enough)
    {
        for (var i = 0; !enough.IsCancellationRequested; i++)
        {
            var key = $"{prefix}-{i}";
            _sent[key] = true;
            try
            {
                var (status, _) = await server.PostAsync("/api/interactions", Row(key));
                if (status == 200)
                    _acknowledged[key] = true;
            }
            catch (Exception gone) when (gone is HttpRequestException or IOException or JsonException or OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task WriteSomeAsync(ServeProcess server, string prefix, int rows)
    {
        for (var i = 0; i < rows; i++)
        {
            // a client's part of the bargain: send again under the same key until it is acknowledged
            for (var attempt = 0; ; attempt++)
            {
                if ((await server.PostAsync("/api/interactions", Row($"{prefix}-{i}"))).Status == 200)
                    break;
                Assert.True(attempt < 50, server.Said);
                await Task.Delay(100, Stop);
            }

            _acknowledged[$"{prefix}-{i}"] = true;
        }
    }

    private async Task SendAgainAsync(string address)
    {
        using var server = ServeProcess.Start(_poppy, $"--model m --store {address}");
        foreach (var keys in _sent.Keys.Chunk(1_000))
        {
            var (status, body) = await server.PostAsync("/api/interactions", $"[{string.Join(',', keys.Select(key => Row(key)[1..^1]))}]");
            Assert.Equal(200, status);
            Assert.True(body.GetProperty("duplicates").GetInt32() >= keys.Count(_acknowledged.ContainsKey), "something that was acknowledged was not there");
        }

        Assert.Equal(0, server.Stop());
    }

    private static async Task CheckAsync(string address, IEnumerable<string> expected)
    {
        await using var store = StoreAddress.Open(address);
        var users = new List<string>();
        await foreach (var row in store.ReadAsync(0, long.MaxValue, Stop))
            users.Add(row.User);
        Assert.Equal(users.Count, users.Distinct().Count());
        Assert.Subset(users.ToHashSet(), expected.ToHashSet());
        Assert.Equal(users.Count, (await store.SummaryAsync(Stop)).Rows);
    }

    // the user tells which row it is
    private static string Row(string key) => $$"""[{"key":"{{key}}","user":"{{key}}","type":"Star","value":"G","strength":4,"timestamp":"2026-01-31T22:00:00Z"}]""";
}
