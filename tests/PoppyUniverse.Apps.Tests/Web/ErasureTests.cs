using System.Net;
using PoppyUniverse.Testing;

namespace PoppyUniverse.Apps.Tests.Web;

public sealed class ErasureTests : IAsyncLifetime
{
    private const string Secret = "somebody-4711-to-be-forgotten";

    private WebServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await WebServer.StartAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Delete_User_LeavesNoByteInTheStore()
    {
        await _server.AppendAsync(Secret, [.. Enumerable.Repeat(("Star", "G", 5), 50)]);
        await _server.AppendAsync("another", ("Star", "G", 5));
        Assert.NotEmpty(FolderSearch.FilesWith(_server.Folder, Secret));
        Assert.Equal(50, (await _server.DeleteAsync($"/api/users/{Secret}")).GetProperty("erased_interactions").GetInt64());
        Assert.Empty(FolderSearch.FilesWith(_server.Folder, Secret));
        Assert.Equal("prior", (await _server.GetAsync($"/api/recommendations/{Secret}")).GetProperty("level").GetString());
        Assert.Equal("fold_in", (await _server.GetAsync("/api/recommendations/another")).GetProperty("level").GetString());
        await _server.GetAsync($"/api/users/{Secret}", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Delete_UserOfTheModel_IsAnsweredAsUnknownFromThenOn()
    {
        var nobody = Items(await _server.GetAsync("/api/recommendations/nobody?at=2026-01-31T22:00"));
        Assert.NotEqual(nobody, Items(await _server.GetAsync("/api/recommendations/7?at=2026-01-31T22:00")));
        await _server.DeleteAsync("/api/users/7");
        await CheckAsync();
        await _server.RestartAsync();
        await CheckAsync();

        // and begins anew, from what happens after
        await _server.AppendAsync("7", ("Moon", "Jupiter", 5));
        var user = await _server.GetAsync("/api/users/7");
        Assert.Equal(("fold_in", 0, 1), (user.GetProperty("level").GetString(), user.GetProperty("trained_interactions").GetInt64(), user.GetProperty("new_interactions").GetInt32()));

        async Task CheckAsync()
        {
            var answer = await _server.GetAsync("/api/recommendations/7?at=2026-01-31T22:00");
            Assert.Equal(("7", "prior"), (answer.GetProperty("user").GetString(), answer.GetProperty("level").GetString()));
            Assert.Equal(nobody, Items(answer));
        }
    }

    private static string Items(System.Text.Json.JsonElement answer) => answer.GetProperty("items").GetRawText();
}
