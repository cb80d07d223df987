using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning;
using PoppyUniverse.Simulation;
using PoppyUniverse.Storage.Models;
using PoppyUniverse.Web;

namespace PoppyUniverse.Apps.Tests.Web;

/// <summary>The server in this process, on a port of its own, over a model and a store in a folder that is gone afterwards.</summary>
public sealed class WebServer : IAsyncDisposable
{
    private static readonly Lazy<Layer4Model> Trained = new(() => Layer4Trainer.Train(
        new Simulator(BuiltInProfiles.Stargazers with { Users = 40, Interactions = 2_000 }, 3).ToLog(),
        new() { Targets = PredictionTargets.Strength | PredictionTargets.Class | PredictionTargets.Choice, Rating = new() { Epochs = 4 }, Choice = new() { Epochs = 3 } },
        RandomStream.FromSeed(1), new()).Model);

    private readonly ServeOptions _options;
    private WebApplication? _app;

    private WebServer(Func<ServeOptions, ServeOptions> change, Layer4Model model)
    {
        ModelFolder.Save(model, Path.Combine(Folder, "model"));
        _options = change(new() { ModelFolder = Path.Combine(Folder, "model"), Store = "sqlite:" + Path.Combine(Folder, "poppy.db"), Urls = ["http://127.0.0.1:0"] });
    }

    /// <summary>A model that knows users 1 to 40 and the stargazers' catalog.</summary>
    public static Layer4Model Model => Trained.Value;

    public string Folder { get; } = Directory.CreateTempSubdirectory("poppy-web-").FullName;

    public HttpClient Client { get; private set; } = null!;

    public IServiceProvider Services => _app!.Services;

    public static async Task<WebServer> StartAsync(Func<ServeOptions, ServeOptions>? change = null, Layer4Model? model = null)
    {
        var server = new WebServer(change ?? (options => options), model ?? Model);
        await server.RestartAsync();
        return server;
    }

    /// <summary>Stops, and starts again over the same folder.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        _app = await PoppyServer.BuildAsync(_options, TestContext.Current.CancellationToken);
        await _app.StartAsync(TestContext.Current.CancellationToken);
        Client = new() { BaseAddress = new(_app.Urls.First()) };
    }

    public async Task StopAsync()
    {
        Client?.Dispose();
        if (_app is null)
            return;
        await _app.StopAsync();
        await _app.DisposeAsync();
        _app = null;
    }

    /// <summary>Renders pages as a start does; how many.</summary>
    public Task<int> WarmUpAsync() => PoppyUniverse.Web.Hosting.WarmUp.RenderAsync(_app!, TestContext.Current.CancellationToken);

    public Task<JsonElement> GetAsync(string path, HttpStatusCode status = HttpStatusCode.OK) => ReadAsync(Client.GetAsync(path), status);

    public Task<JsonElement> PostAsync(string path, string json, HttpStatusCode status = HttpStatusCode.OK) =>
        ReadAsync(Client.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json")), status);

    public Task<JsonElement> DeleteAsync(string path, HttpStatusCode status = HttpStatusCode.OK) => ReadAsync(Client.DeleteAsync(path), status);

    /// <summary>Stores interactions of a user.</summary>
    public Task<JsonElement> AppendAsync(string user, params (string Type, string Value, int Strength)[] rows) => PostAsync(
        "/api/interactions", JsonSerializer.Serialize(new { interactions = rows.Select(row => new { user, type = row.Type, value = row.Value, strength = row.Strength, timestamp = "2026-01-31T22:00:00Z" }) }));

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static async Task<JsonElement> ReadAsync(Task<HttpResponseMessage> request, HttpStatusCode status)
    {
        using var response = await request;
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(status == response.StatusCode, $"{(int)response.StatusCode}, expected {(int)status}: {text}");
        if ((int)status >= 400)
            Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return JsonDocument.Parse(text).RootElement;
    }
}
