using System.Text.Json;

namespace PoppyUniverse.Apps.Tests.Web;

public sealed class DescriptionTests : IAsyncLifetime
{
    private WebServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await WebServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task OpenApi_Document_HasEveryOperationAndTrueTypes()
    {
        var document = await _server.GetAsync("/openapi/v1.json");
        var operations = document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name} {path.Name}"));
        Assert.Equal(
            [
                "delete /api/training", "delete /api/users/{user}", "get /api/model", "get /api/model/versions", "get /api/recommendations/{user}", "get /api/training", "get /api/training/events",
                "get /api/users/{user}", "get /health/live", "get /health/ready", "post /api/interactions", "post /api/model/versions/{version}/activate", "post /api/training",
            ],
            operations.Order(StringComparer.Ordinal));
        var parameters = document.GetProperty("paths").GetProperty("/api/recommendations/{user}").GetProperty("get").GetProperty("parameters").EnumerateArray().ToDictionary(parameter => parameter.GetProperty("name").GetString()!, parameter => parameter.GetProperty("schema").GetProperty("type").GetString());
        Assert.Equal("integer", parameters["top"]);
        var item = document.GetProperty("components").GetProperty("schemas").GetProperty("Recommendation").GetProperty("properties");
        foreach (var key in (string[])["rank", "type", "value", "expected_strength", "class_probabilities", "choice_probability", "confidence", "reason"])
            Assert.True(item.TryGetProperty(key, out _), key);
        Assert.Equal(JsonValueKind.String, item.GetProperty("rank").GetProperty("type").ValueKind);
    }

    [Fact]
    public async Task Reference_Page_ShowsEveryOperationWithoutAScript()
    {
        var page = await _server.Client.GetStringAsync("/reference", TestContext.Current.CancellationToken);
        Assert.Contains("GET /api/recommendations/{user}", page, StringComparison.Ordinal);
        Assert.Contains("expected_strength", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", page, StringComparison.Ordinal);
    }
}
