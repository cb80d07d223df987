using System.Net;
using System.Text.Json;
using PoppyUniverse.Learning;

namespace PoppyUniverse.Apps.Tests.Web;

public sealed class TrainingTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private WebServer _server = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await WebServer.StartAsync(options => options with { KeepVersions = 1 });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Post_NothingStored_SaysSo() =>
        Assert.Contains("no interactions to learn from", (await _server.PostAsync("/api/training", "", HttpStatusCode.Conflict)).GetProperty("detail").GetString(), StringComparison.Ordinal);

    [Fact]
    public async Task Post_StoredInteractions_GiveANewModelWithEventsOnTheWay()
    {
        await FillAsync("a");
        Assert.Equal("fold_in", (await _server.GetAsync("/api/recommendations/learner-3")).GetProperty("level").GetString());
        await _server.PostAsync("/api/training", "", HttpStatusCode.Accepted);
        var events = await EventsAsync();
        Assert.Equal("done", events[^1].Event);
        Assert.Contains(events, each => each.Event == "running" && each.Data.GetProperty("epoch").GetInt32() > 0 && each.Data.GetProperty("train_loss").ValueKind == JsonValueKind.Number);
        Assert.Equal(2, events[^1].Data.GetProperty("version").GetInt64());
        var model = await _server.GetAsync("/api/model");
        Assert.Equal((2, 400, 0), (model.GetProperty("version").GetInt64(), model.GetProperty("rows").GetInt64(), model.GetProperty("new_interactions").GetInt64()));
        Assert.Equal("known_user", (await _server.GetAsync("/api/recommendations/learner-3")).GetProperty("level").GetString());
        Assert.Equal("done", (await _server.GetAsync("/api/training")).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Activate_OlderVersion_AnswersAsBeforeAlsoAfterARestart()
    {
        await FillAsync("a");
        var first = await Answer();
        await TrainAsync();
        var second = await Answer();
        Assert.NotEqual(Items(first), Items(second));
        Assert.Equal((1, 2), (first.GetProperty("model_version").GetInt64(), second.GetProperty("model_version").GetInt64()));
        await _server.RestartAsync();
        Assert.Equal(second.GetRawText(), (await Answer()).GetRawText());

        Assert.True((await _server.PostAsync("/api/model/versions/1/activate", "")).GetProperty("active").GetBoolean());
        Assert.Equal(first.GetRawText(), (await Answer()).GetRawText());
        await _server.RestartAsync();
        Assert.Equal(first.GetRawText(), (await Answer()).GetRawText());
        await _server.PostAsync("/api/model/versions/99/activate", "", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Train_ManyTimes_KeepsTheLast()
    {
        for (var round = 0; round < 4; round++)
        {
            await FillAsync($"round {round}");
            await TrainAsync();
        }

        // the one that was given, the active one, and one to roll back to
        var versions = (await _server.GetAsync("/api/model/versions")).EnumerateArray().ToArray();
        Assert.Equal([(1, false, "folder"), (4, false, "training"), (5, true, "training")], versions.Select(version => (version.GetProperty("version").GetInt64(), version.GetProperty("active").GetBoolean(), version.GetProperty("source").GetString()!)));
        Assert.Equal(2, Directory.GetDirectories(Path.Combine(_server.Folder, "model.versions")).Length);
    }

    [Fact]
    public async Task Train_UnderLoad_DropsNoRequest()
    {
        await FillAsync("a");
        using var enough = new CancellationTokenSource();
        var versions = new System.Collections.Concurrent.ConcurrentDictionary<long, int>();
        var clients = Enumerable.Range(0, 4).Select(client => Task.Run(async () =>
        {
            for (var i = 0; !enough.IsCancellationRequested; i++)
            {
                var answer = await _server.GetAsync($"/api/recommendations/learner-{(client + i) % 20}");
                versions.AddOrUpdate(answer.GetProperty("model_version").GetInt64(), 1, (_, count) => count + 1);
                if (i % 10 == 0)
                    await _server.AppendAsync($"learner-{client}", ("Star", "G", 5));
            }
        }, Stop)).ToArray();
        await Seen(1);
        await TrainAsync();
        await Seen(2);
        await TrainAsync();
        await Seen(3);
        await _server.PostAsync("/api/model/versions/2/activate", "");
        await Task.Delay(100, Stop);
        await enough.CancelAsync();
        await Task.WhenAll(clients);
        Assert.Equal([1L, 2L, 3L], versions.Keys.Order());

        // a client has met the version; if all of them fail, their failure is what is told
        async Task Seen(long version)
        {
            var end = DateTime.UtcNow + Patience;
            while (!versions.ContainsKey(version) && DateTime.UtcNow < end && !clients.Any(client => client.IsFaulted))
                await Task.Delay(5, Stop);
        }

        // what was stored meanwhile is neither lost nor counted twice: the same after a restart
        var before = (await _server.GetAsync("/api/recommendations/learner-1?at=2026-01-31T22:00")).GetRawText();
        await _server.RestartAsync();
        Assert.Equal(before, (await _server.GetAsync("/api/recommendations/learner-1?at=2026-01-31T22:00")).GetRawText());
    }

    [Fact]
    public async Task Delete_Training_StopsItAndTheOldModelAnswers()
    {
        await _server.DisposeAsync();
        _server = await WebServer.StartAsync(model: TrainedForLong());
        await _server.DeleteAsync("/api/training", HttpStatusCode.Conflict);
        for (var i = 0; i < 5; i++)
            await FillAsync($"{i}");
        await _server.PostAsync("/api/training", "", HttpStatusCode.Accepted);
        await _server.PostAsync("/api/training", "", HttpStatusCode.Conflict);
        await _server.DeleteAsync("/api/training", HttpStatusCode.Accepted);
        Assert.Equal("cancelled", (await EventsAsync())[^1].Event);
        Assert.Equal(1, (await _server.GetAsync("/api/model")).GetProperty("version").GetInt64());
    }

    private Task<JsonElement> FillAsync(string prefix)
    {
        string[] values = ["O", "B", "A", "F", "G"];
        var rows = Enumerable.Range(0, 400).Select(i => new { key = $"{prefix} {i}", user = $"learner-{i % 20}", type = "Star", value = values[i % 5], strength = 1 + (i % 5), timestamp = $"2026-01-{1 + (i % 28):00}T{i % 24:00}:00" });
        return _server.PostAsync("/api/interactions", JsonSerializer.Serialize(new { interactions = rows }));
    }

    // a training that is under way when a request comes to stop it, on any machine: stored rows 10,000 times over
    private static Layer4Model TrainedForLong()
    {
        var (model, options) = (WebServer.Model, WebServer.Model.Options);
        var endless = options with { Rating = options.Rating with { Epochs = 10_000, Patience = int.MaxValue } };
        return new(endless, model.Catalog, model.Users, model.Parameters, (model.Statistics, model.Record));
    }

    private async Task TrainAsync()
    {
        await _server.PostAsync("/api/training", "", HttpStatusCode.Accepted);
        Assert.Equal("done", (await EventsAsync())[^1].Event);
    }

    private async Task<List<(string Event, JsonElement Data)>> EventsAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(Patience);
        using var response = await _server.Client.GetAsync("/api/training/events", HttpCompletionOption.ResponseHeadersRead, limit.Token);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var events = new List<(string, JsonElement)>();
        await foreach (var item in System.Net.ServerSentEvents.SseParser.Create(await response.Content.ReadAsStreamAsync(limit.Token)).EnumerateAsync(limit.Token))
            events.Add((item.EventType, JsonDocument.Parse(item.Data).RootElement));
        return events;
    }

    private Task<JsonElement> Answer() => _server.GetAsync("/api/recommendations/learner-3?at=2026-01-31T22:00&top=21");

    private static string Items(JsonElement answer) => answer.GetProperty("items").GetRawText();
}
