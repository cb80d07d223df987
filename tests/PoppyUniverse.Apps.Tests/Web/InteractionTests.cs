using System.Net;
using System.Text;
using System.Text.Json;

namespace PoppyUniverse.Apps.Tests.Web;

public sealed class InteractionTests : IAsyncLifetime
{
    private const string Good = """{"user":"7","type":"Star","value":"G","strength":4,"timestamp":"2026-01-31T22:00:00+01:00","key":"a"}""";

    private WebServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await WebServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Post_Rows_AreInTheUsersHistory()
    {
        var answer = await _server.PostAsync("/api/interactions", $$"""{"interactions":[{{Good}},{"user":7,"type":"Moon","value":"Saturn","timestamp":"2026-02-01"}]}""");
        Assert.Equal((2, 0), (answer.GetProperty("added").GetInt32(), answer.GetProperty("duplicates").GetInt32()));
        var user = await _server.GetAsync("/api/users/7");
        Assert.Equal((2, 2), (user.GetProperty("stored_interactions").GetInt64(), user.GetProperty("new_interactions").GetInt32()));
        var history = user.GetProperty("history").EnumerateArray().ToArray();
        Assert.Equal(("Saturn", JsonValueKind.Null), (history[0].GetProperty("value").GetString(), history[0].GetProperty("strength").ValueKind));
        Assert.Equal(("G", "2026-01-31T21:00:00+00:00"), (history[1].GetProperty("value").GetString(), history[1].GetProperty("timestamp").GetString()));
    }

    [Fact]
    public async Task Post_Again_IsStoredOnce()
    {
        await _server.PostAsync("/api/interactions", $"[{Good}]");
        var answer = await _server.PostAsync("/api/interactions", $"[{Good},{Good.Replace("\"7\"", "\"8\"", StringComparison.Ordinal)}]");
        Assert.Equal((1, 1), (answer.GetProperty("added").GetInt32(), answer.GetProperty("duplicates").GetInt32()));
        var model = await _server.GetAsync("/api/model");
        Assert.Equal((2, 2), (model.GetProperty("stored_interactions").GetInt64(), model.GetProperty("new_interactions").GetInt64()));
    }

    [Fact]
    public async Task Post_KeyOfAnotherInteraction_IsAConflictWithItsIndex()
    {
        await _server.PostAsync("/api/interactions", $"[{Good}]");
        var other = Good.Replace("\"G\"", "\"K\"", StringComparison.Ordinal);
        var problem = await _server.PostAsync("/api/interactions", $"[{Good.Replace("\"a\"", "\"b\"", StringComparison.Ordinal)},{other}]", HttpStatusCode.Conflict);
        Assert.Equal(1, problem.GetProperty("rows")[0].GetProperty("index").GetInt32());
        Assert.Equal(1, (await _server.GetAsync("/api/users/7")).GetProperty("stored_interactions").GetInt64());
    }

    [Fact]
    public async Task Post_BadRows_AreAllToldAndNothingIsStored()
    {
        string[] rows =
        [
            Good, """{"user":-7,"type":"Star","value":"G","timestamp":"2026-01-31"}""", """{"user":"7","type":"Star","value":"Z","timestamp":"2026-01-31"}""", "3",
            """{"user":"7","type":"Comet","value":"G","timestamp":"2026-01-31"}""", """{"user":"7","type":"Star","value":"G","strength":6,"timestamp":"2026-01-31"}""",
            """{"user":"7","type":"Star","value":"G","strength":"5","timestamp":"noon"}""", """{"user":"","type":"Star","value":"G","timestamp":"3000-01-01"}""",
            """{"user":"7","type":"Star","value":"G"}""", """{"user":"7","type":"Star","value":"G","timestamp":"2026-01-31","rating":3}""", """{"user":"\ud800","type":"Star","value":"G","timestamp":"2026-01-31"}""",
        ];
        var problem = await _server.PostAsync("/api/interactions", $"[{string.Join(',', rows)}]", HttpStatusCode.BadRequest);
        Assert.Equal("10 of 11 interactions cannot be stored, so none was.", problem.GetProperty("detail").GetString());
        var told = problem.GetProperty("rows").EnumerateArray().Select(row => (row.GetProperty("index").GetInt32(), row.GetProperty("field").GetString())).ToArray();
        Assert.Equal([(1, "user"), (2, "value"), (3, null), (4, "value"), (5, "strength"), (6, "strength"), (6, "timestamp"), (7, "user"), (7, "timestamp"), (8, "timestamp"), (9, "rating"), (10, null)], told);
        Assert.Equal(0, (await _server.GetAsync("/api/model")).GetProperty("stored_interactions").GetInt64());
    }

    [Fact]
    public async Task Post_TenThousandRows_AreStoredAndOneMoreIsRefused()
    {
        var rows = string.Join(',', Enumerable.Range(0, 10_000).Select(i => $$"""{"user":{{i % 500}},"type":"Star","value":"G","strength":{{1 + (i % 5)}},"timestamp":"2026-01-31T22:00:00Z","key":"{{i}}"}"""));
        Assert.Equal(10_000, (await _server.PostAsync("/api/interactions", $"[{rows}]")).GetProperty("added").GetInt32());
        var problem = await _server.PostAsync("/api/interactions", $"[{rows},{Good}]", HttpStatusCode.BadRequest);
        Assert.Equal("The body has 10001 interactions; expected at most 10000 a request.", problem.GetProperty("detail").GetString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("3")]
    [InlineData("{\"interactions\":{}}")]
    [InlineData("{\"interactions\":[[[[]]]]}")]
    [InlineData("[\"\\ud800\"]")]
    public async Task Post_Garbage_IsProblemDetails(string body) => await _server.PostAsync("/api/interactions", body, HttpStatusCode.BadRequest);

    [Fact]
    public async Task Post_RandomBytes_AreNeverAnUnexpectedFailure()
    {
        var chance = new Random(5);
        for (var i = 0; i < 200; i++)
        {
            var bytes = Encoding.UTF8.GetBytes($"[{Good}]");
            for (var change = 0; change < 3; change++)
                bytes[chance.Next(bytes.Length)] = (byte)chance.Next(256);
            using var content = new ByteArrayContent(bytes);
            content.Headers.ContentType = new("application/json");
            using var response = await _server.Client.PostAsync("/api/interactions", content, TestContext.Current.CancellationToken);
            Assert.True((int)response.StatusCode < 500, $"{(int)response.StatusCode} for {Convert.ToHexString(bytes)}");
        }
    }

    [Fact]
    public async Task Post_OtherContentType_IsRefused()
    {
        using var response = await _server.Client.PostAsync("/api/interactions", new StringContent($"[{Good}]", Encoding.UTF8, "text/plain"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task Post_TooLarge_IsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/interactions") { Content = new StringContent(new string(' ', 9 << 20), Encoding.UTF8, "application/json") };
        request.Headers.ExpectContinue = true;
        using var response = await _server.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public async Task Restart_ReplaysToTheSameAnswers()
    {
        foreach (var user in (string[])["7", "8", "newcomer", "7", "newcomer", "somebody else"])
            await _server.AppendAsync(user, ("Moon", "Jupiter", 5), ("Star", "G", 2));
        await _server.DeleteAsync("/api/users/8");
        var before = await Answers();
        await _server.RestartAsync();
        Assert.Equal(before, await Answers());
    }

    private async Task<string[]> Answers()
    {
        var answers = new List<string>();
        foreach (var user in (string[])["7", "8", "newcomer", "somebody else", "nobody", "9"])
            answers.Add((await _server.GetAsync($"/api/recommendations/{Uri.EscapeDataString(user)}?at=2026-01-31T22:00&top=21")).GetRawText());
        return [.. answers];
    }
}
