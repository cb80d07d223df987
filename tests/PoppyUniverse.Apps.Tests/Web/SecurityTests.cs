using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using PoppyUniverse.Storage.Stores;
using PoppyUniverse.Web.Security;

namespace PoppyUniverse.Apps.Tests.Web;

public sealed class SecurityTests : IAsyncLifetime
{
    private WebServer _server = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await WebServer.StartAsync(options => options with { RequireKeys = true, RequestsPerSecond = 20 });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("http://127.0.0.1:5080", true)]
    [InlineData("http://localhost:5080", true)]
    [InlineData("https://[::1]:5080", true)]
    [InlineData("http://127.8.9.1", true)]
    [InlineData("http://0.0.0.0:5080", false)]
    [InlineData("http://[::]:5080", false)]
    [InlineData("http://*:5080", false)]
    [InlineData("http://+:5080", false)]
    [InlineData("http://192.168.1.4:5080", false)]
    [InlineData("http://localhost.example.org", false)]
    [InlineData("http://127.0.0.1.example.org", false)]
    [InlineData("unix:/run/poppy.sock", false)]
    public void IsLoopback_Address(string url, bool loopback) => Assert.Equal(loopback, AccessPolicy.IsLoopback(url));

    [Theory]
    [InlineData("GET", "/api/recommendations/7", null, 401)]
    [InlineData("GET", "/api/recommendations/7", "read", 200)]
    [InlineData("GET", "/api/users/7", "read", 200)]
    [InlineData("GET", "/api/model", "read", 200)]
    [InlineData("GET", "/metrics", null, 401)]
    [InlineData("GET", "/metrics", "read", 200)]
    [InlineData("GET", "/", null, 401)]
    [InlineData("GET", "/", "read", 200)]
    [InlineData("POST", "/_blazor/negotiate", null, 401)]
    [InlineData("POST", "/api/interactions", "read", 403)]
    [InlineData("POST", "/api/interactions", "write", 415)]
    [InlineData("DELETE", "/api/users/7", "read", 403)]
    [InlineData("DELETE", "/api/users/7", "write", 200)]
    [InlineData("POST", "/api/training", "write", 403)]
    [InlineData("POST", "/api/training", "admin", 409)]
    [InlineData("POST", "/api/model/versions/1/activate", "write", 403)]
    [InlineData("POST", "/api/model/versions/1/activate", "admin", 200)]
    [InlineData("GET", "/health/live", null, 200)]
    [InlineData("GET", "/health/ready", null, 200)]
    [InlineData("GET", "/openapi/v1.json", null, 200)]
    [InlineData("GET", "/poppy.css", null, 200)]
    [InlineData("GET", "/api/nothing", null, 401)]
    public async Task Request_WithScope_IsAnsweredOrRefused(string method, string path, string? scope, int status)
    {
        using var response = await SendAsync(method, path, scope is null ? null : await KeyAsync(scope));
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task Key_InEitherHeaderOrCookie_IsGood()
    {
        var key = await KeyAsync("read");
        foreach (var (name, value) in new[] { ("Authorization", $"Bearer {key}"), ("X-Api-Key", key), ("Cookie", $"poppy_key={key}") })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/model");
            request.Headers.TryAddWithoutValidation(name, value);
            using var response = await _server.Client.SendAsync(request, Stop);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        }

        using var inAddress = await _server.Client.GetAsync($"/api/model?key={key}", Stop);
        Assert.Equal(HttpStatusCode.Unauthorized, inAddress.StatusCode);
    }

    [Fact]
    public async Task Key_WrongInAnyCharacterOrRevoked_IsRefused()
    {
        var key = await KeyAsync("admin");
        foreach (var wrong in (string[])[key[..^1], key + "x", key[..^1] + (key[^1] == 'A' ? 'B' : 'A'), key.Replace("poppy_", "", StringComparison.Ordinal), "poppy_", "", new string('x', 5_000)])
        {
            using var response = await SendAsync("GET", "/api/model", wrong);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }

        using var good = await SendAsync("GET", "/api/model", key);
        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
        Assert.True(await _server.Services.GetRequiredService<IStore>().RevokeKeyAsync(key.Split('_')[1], 1, Stop));
        await Task.Delay(KeyVerifier.Memory + TimeSpan.FromMilliseconds(200), Stop);
        using var revoked = await SendAsync("GET", "/api/model", key);
        Assert.Equal(HttpStatusCode.Unauthorized, revoked.StatusCode);
    }

    [Fact]
    public async Task Key_InTheStore_IsAHashAlone()
    {
        var key = await KeyAsync("admin");
        Assert.Empty(PoppyUniverse.Testing.FolderSearch.FilesWith(_server.Folder, key.Split('_', 3)[2]));
    }

    [Fact]
    public async Task Requests_FasterThanTheLimit_AreSlowedDownByKey()
    {
        var (fast, other) = (await KeyAsync("read"), await KeyAsync("read"));
        // all at once, for on a slow machine one after the other may be no faster than the limit
        var codes = await Task.WhenAll(Enumerable.Range(0, 200).Select(async _ =>
        {
            using var response = await SendAsync("GET", "/api/recommendations/7", fast);
            return (int)response.StatusCode;
        }));
        Assert.Contains(429, codes);
        Assert.True(codes.Count(code => code == 200) >= 40, "a burst of twice the limit is let through");
        using var untouched = await SendAsync("GET", "/api/recommendations/7", other);
        Assert.Equal(HttpStatusCode.OK, untouched.StatusCode);
    }

    [Fact]
    public async Task Guessing_IsStoppedAfterAWhile()
    {
        var codes = new List<int>();
        for (var i = 0; i < 70; i++)
        {
            using var response = await SendAsync("GET", "/api/model", $"poppy_{i:x16}_{new string('A', 43)}");
            codes.Add((int)response.StatusCode);
        }

        Assert.Equal((401, 429), (codes[0], codes[^1]));
    }

    [Fact]
    public async Task Headers_EveryAnswer_HasThem()
    {
        foreach (var path in (string[])["/api/model", "/", "/poppy.css", "/health/live", "/api/nothing"])
        {
            using var response = await SendAsync("GET", path, null);
            string Header(string name) => response.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : "";
            Assert.Contains("default-src 'none'", Header("Content-Security-Policy"), StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", Header("Content-Security-Policy"), StringComparison.Ordinal);
            Assert.Equal(("nosniff", "DENY", "same-origin", ""), (Header("X-Content-Type-Options"), Header("X-Frame-Options"), Header("Referrer-Policy"), Header("Server")));
        }
    }

    [Theory]
    [InlineData("http://evil.example", 403)]
    [InlineData("null", 403)]
    [InlineData("own", 415)]
    public async Task Post_FromAPageElsewhere_IsRefused(string origin, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/interactions");
        request.Headers.Add("Origin", origin == "own" ? _server.Client.BaseAddress!.GetLeftPart(UriPartial.Authority) : origin);
        request.Headers.Add("X-Api-Key", await KeyAsync("write"));
        using var response = await _server.Client.SendAsync(request, Stop);
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\nX-Long: {long}\r\n\r\n", "431")]
    [InlineData("GET /{long} HTTP/1.1\r\nHost: x\r\n\r\n", "414")]
    [InlineData("GARBAGE\r\n\r\n", "400")]
    [InlineData("GET / HTTP/1.1\r\n\r\n", "400")]
    public async Task Connection_BeyondTheLimits_IsToldAndClosed(string request, string status)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _server.Client.BaseAddress!.Port, Stop);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request.Replace("{long}", new string('x', 20_000), StringComparison.Ordinal)), Stop);
        var buffer = new byte[64];
        var read = await stream.ReadAsync(buffer, Stop);
        Assert.StartsWith($"HTTP/1.1 {status}", Encoding.ASCII.GetString(buffer, 0, read), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task Connection_BodyThatTrickles_IsCutOff()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _server.Client.BaseAddress!.Port, Stop);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /api/interactions HTTP/1.1\r\nHost: x\r\nX-Api-Key: {await KeyAsync("write")}\r\nContent-Type: application/json\r\nContent-Length: 1000000\r\n\r\n["), Stop);
        var answer = stream.ReadAsync(new byte[64], Stop).AsTask();
        var trickle = Task.Run(async () =>
        {
            while (!answer.IsCompleted)
            {
                await Task.Delay(200, Stop);
                try
                {
                    await stream.WriteAsync(" "u8.ToArray(), Stop);
                }
                catch (IOException)
                {
                    return; // closed, as it should be
                }
            }
        }, Stop);
        // 408 or a closed connection, and others are answered meanwhile
        using var other = await SendAsync("GET", "/health/live", null);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        await answer.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        await trickle;
    }

    private async Task<string> KeyAsync(string scope)
    {
        var (shown, stored) = KeyMaker.Make(Enum.Parse<Scope>(scope, ignoreCase: true), "test", DateTimeOffset.UnixEpoch);
        await _server.Services.GetRequiredService<IStore>().AddKeyAsync(stored, Stop);
        return shown;
    }

    private Task<HttpResponseMessage> SendAsync(string method, string path, string? key)
    {
        var request = new HttpRequestMessage(new(method), path);
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {key}");
        return _server.Client.SendAsync(request, Stop);
    }
}
