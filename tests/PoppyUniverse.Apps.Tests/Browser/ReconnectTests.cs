using Microsoft.Playwright;
using PoppyUniverse.Testing;

namespace PoppyUniverse.Apps.Tests.Browser;

[Collection(BrowserTests.Name)]
public sealed class ReconnectTests(Visitors visitors)
{
    [Fact]
    public async Task Server_GoneAndBack_IsSaidInOurStyleAndThePageComesBackByItself()
    {
        using var run = visitors.CopyRun();
        var urls = $"--urls http://127.0.0.1:{FreePort.Next()}";
        var server = Visitors.Serve(run, urls);
        try
        {
            await using var visit = await visitors.Browser.OpenAsync(server.Client.BaseAddress!);
            await visit.GoAsync("explore?user=7");
            var overlay = visit.Page.Locator("#components-reconnect-modal .box");
            await Assertions.Expect(overlay).ToBeHiddenAsync();
            server.Kill();
            await Assertions.Expect(overlay).ToBeVisibleAsync();
            await Assertions.Expect(overlay).ToContainTextAsync("The server is away");
            Assert.DoesNotContain(visit.Complaints, complaint => complaint.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase));

            server = Visitors.Serve(run, urls);
            await Assertions.Expect(overlay).ToBeHiddenAsync();
            await Assertions.Expect(visit.Page.Locator("h1")).ToContainTextAsync("user 7");
        }
        finally
        {
            server.Dispose();
        }
    }
}
