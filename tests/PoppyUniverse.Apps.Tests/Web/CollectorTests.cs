using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.AspNetCore.Hosting;
using PoppyUniverse.Storage.Models;

namespace PoppyUniverse.Apps.Tests.Web;

/// <summary>Traces and metrics sent to a collector, which speaks OTLP over HTTP and keeps what it is sent.</summary>
public sealed class CollectorTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly PoppyProcess _poppy = new();
    private readonly ConcurrentQueue<(string Path, string Type, byte[] Body)> _received = new();
    private WebApplication _collector = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        ModelFolder.Save(WebServer.Model, _poppy.File("m"));
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        _collector = builder.Build();
        _collector.MapPost("/v1/{signal}", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            _received.Enqueue((request.Path.Value!, request.ContentType ?? "", body.ToArray()));
        });
        await _collector.StartAsync(Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await _collector.DisposeAsync();
        _poppy.Dispose();
    }

    [Fact]
    public async Task Collector_NamedInTheEnvironment_GetsSpansAndMetricsOfTheService()
    {
        (string, string)[] environment =
        [
            ("OTEL_EXPORTER_OTLP_ENDPOINT", _collector.Urls.First()), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_BSP_SCHEDULE_DELAY", "100"), ("OTEL_METRIC_EXPORT_INTERVAL", "100"),
        ];
        using var server = ServeProcess.Start(_poppy, "--model m", environment);
        await server.Client.GetStringAsync("/api/recommendations/somebody-4711", Stop);
        Assert.Equal(200, (await server.PostAsync("/api/interactions", """[{"user":"7","type":"Star","value":"G","timestamp":"2026-01-31"}]""")).Status);
        await ReceivedAsync("/v1/traces", "GET /api/recommendations/{user}", "POST /api/interactions");
        await ReceivedAsync("/v1/metrics", "poppy.recommendations", "poppy.store.append.duration", "http.server.request.duration", "poppy.model.age");
        Assert.Equal(0, server.Stop());
        Assert.All(_received, message => Assert.Equal("application/x-protobuf", message.Type));
        Assert.All(_received, message => Assert.DoesNotContain("somebody-4711", Text(message.Body), StringComparison.Ordinal));
        Assert.All(_received, message => Assert.Contains("service.name", Text(message.Body), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Collector_ThatIsAway_HoldsUpNothing()
    {
        await _collector.StopAsync(Stop);
        using var server = ServeProcess.Start(_poppy, "--model m", [("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")]);
        Assert.Equal(200, (int)(await server.Client.GetAsync("/api/recommendations/7", Stop)).StatusCode);
        Assert.Equal(0, server.Stop());
    }

    // names stand in protobuf as plain text
    private async Task ReceivedAsync(string path, params string[] names)
    {
        var end = DateTime.UtcNow + Patience;
        string[] missing;
        while ((missing = [.. names.Where(name => !_received.Any(message => message.Path == path && Text(message.Body).Contains(name, StringComparison.Ordinal)))]).Length > 0)
        {
            Assert.True(DateTime.UtcNow < end, $"{path} got {_received.Count(message => message.Path == path)} messages without {string.Join(", ", missing)}");
            await Task.Delay(50, Stop);
        }
    }

    private static string Text(byte[] body) => Encoding.Latin1.GetString(body);
}
