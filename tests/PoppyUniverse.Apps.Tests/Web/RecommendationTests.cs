using System.Net;
using PoppyUniverse.Interactions;
using PoppyUniverse.Learning.Recommending;

namespace PoppyUniverse.Apps.Tests.Web;

public sealed class RecommendationTests : IAsyncLifetime
{
    private WebServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await WebServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Get_KnownUser_IsTheModelsAnswerWithEverything()
    {
        var answer = await _server.GetAsync("/api/recommendations/7?at=2026-01-31T22:00:00Z&top=4");
        var own = new Recommender(WebServer.Model).Recommend(new("7", TimeSlot.Of(22, 5), 4));
        Assert.Equal(("7", "known_user", 1), (answer.GetProperty("user").GetString(), answer.GetProperty("level").GetString(), answer.GetProperty("model_version").GetInt64()));
        Assert.Equal("2026-01-31T22:00:00+00:00", answer.GetProperty("at").GetString());
        var items = answer.GetProperty("items").EnumerateArray().ToArray();
        Assert.Equal(own.Items.Select(item => (item.Rank, item.Type, item.Value, item.Reason)), items.Select(item => (item.GetProperty("rank").GetInt32(), item.GetProperty("type").GetString()!, item.GetProperty("value").GetString()!, item.GetProperty("reason").GetString()!)));
        Assert.Equal(own.Items.Select(item => item.ExpectedStrength), items.Select(item => (float?)item.GetProperty("expected_strength").GetSingle()));
        Assert.All(items, item => Assert.Equal(1, item.GetProperty("class_probabilities").EnumerateArray().Sum(p => p.GetSingle()), 1e-5));
        Assert.All(items, item => Assert.InRange(item.GetProperty("choice_probability").GetSingle(), 0, 1));
        Assert.All(items, item => Assert.InRange(item.GetProperty("confidence").GetSingle(), 0, 1));
    }

    [Fact]
    public async Task Get_Offset_IsTheSameMomentElsewhere()
    {
        var utc = await Items("at=2026-01-31T21:00:00Z");
        Assert.Equal(utc, await Items("at=2026-01-31T22:00:00%2B01:00"));
        Assert.Equal(utc, await Items("at=2026-01-31T22:00:00+01:00")); // a plus that became a space
        Assert.Equal(utc, await Items("at=2026-01-31T21:00"));
        Assert.NotEqual(utc, await Items("at=2026-01-31T09:00"));
    }

    [Fact]
    public async Task Get_TypeTopBy_AreKept()
    {
        var answer = await _server.GetAsync("/api/recommendations/7?type=Moon&top=2147483647&by=choice");
        var items = answer.GetProperty("items").EnumerateArray().ToArray();
        Assert.All(items, item => Assert.Equal("Moon", item.GetProperty("type").GetString()));
        Assert.Equal(items.Select(item => item.GetProperty("choice_probability").GetSingle()).OrderDescending(), items.Select(item => item.GetProperty("choice_probability").GetSingle()));
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("-1")]
    [InlineData("99999999999999999999999")]
    [InlineData("%F0%9F%AA%90")]
    [InlineData("'%20OR%201=1--")]
    [InlineData("..%2F..%2Fetc%2Fpasswd")]
    public async Task Get_UnknownUser_IsAnsweredFromThePrior(string user) =>
        Assert.Equal("prior", (await _server.GetAsync($"/api/recommendations/{user}?at=9999-12-31T23:59:59Z")).GetProperty("level").GetString());

    [Theory]
    [InlineData("7?top=0", "top is \"0\"; expected a whole number from 1 on.")]
    [InlineData("7?top=-3", "top is \"-3\"")]
    [InlineData("7?top=99999999999", "top is")]
    [InlineData("7?top=many", "top is \"many\"")]
    [InlineData("7?type=Comet", "type is \"Comet\"; the model knows Star, Planet, Moon.")]
    [InlineData("7?at=yesterday", "at is \"yesterday\"; expected a moment such as")]
    [InlineData("7?at=2026-02-30", "at is \"2026-02-30\"")]
    [InlineData("7?at=99999-01-01T00:00", "at is")]
    [InlineData("7?by=mood", "by is \"mood\"; expected strength")]
    [InlineData("%01", "The user's id holds characters that are no text.")]
    public async Task Get_Garbage_IsToldInProblemDetails(string request, string detail) =>
        Assert.Contains(detail, (await _server.GetAsync("/api/recommendations/" + request, HttpStatusCode.BadRequest)).GetProperty("detail").GetString(), StringComparison.Ordinal);

    [Fact]
    public async Task Get_LongUser_IsRefused() =>
        Assert.Contains("201 characters", (await _server.GetAsync("/api/recommendations/" + new string('x', 201), HttpStatusCode.BadRequest)).GetProperty("detail").GetString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("GET", "/api/nothing", 404)]
    [InlineData("POST", "/api/recommendations/7", 405)]
    [InlineData("GET", "/api/recommendations", 404)]
    public async Task Request_NoSuchThing_IsProblemDetails(string method, string path, int status)
    {
        using var response = await _server.Client.SendAsync(new(new(method), path), TestContext.Current.CancellationToken);
        Assert.Equal((status, "application/problem+json"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task Get_NewUser_ClimbsFromThePriorToFoldInAtOnce()
    {
        Assert.Equal("prior", (await _server.GetAsync("/api/recommendations/newcomer")).GetProperty("level").GetString());
        await _server.AppendAsync("newcomer", ("Moon", "Jupiter", 5));
        var answer = await _server.GetAsync("/api/recommendations/newcomer?at=2026-01-31T22:00&top=21");
        Assert.Equal("fold_in", answer.GetProperty("level").GetString());
        Assert.Contains(answer.GetProperty("items").EnumerateArray(), item => item.GetProperty("reason").GetString()!.StartsWith("1 Moon interaction so far, Strength 5.0 on average; Jupiter is the one picked most", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Get_KnownUser_ChangesWithTheNextInteractionAndNobodyElses()
    {
        var (own, other) = (await Items("at=2026-01-31T22:00"), await Items("at=2026-01-31T22:00", "8"));
        await _server.AppendAsync("7", ("Star", "O", 1));
        Assert.NotEqual(own, await Items("at=2026-01-31T22:00"));
        Assert.Equal(other, await Items("at=2026-01-31T22:00", "8"));
        Assert.Equal("known_user", (await _server.GetAsync("/api/recommendations/7")).GetProperty("level").GetString());
    }

    private async Task<string> Items(string query, string user = "7") => (await _server.GetAsync($"/api/recommendations/{user}?{query}")).GetProperty("items").GetRawText();
}
