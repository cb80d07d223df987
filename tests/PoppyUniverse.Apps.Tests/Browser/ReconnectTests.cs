using Microsoft.Playwright;

namespace PoppyUniverse.Apps.Tests.Browser;

[Collection(BrowserTests.Name)]
public sealed class ReconnectTests(Visitors visitors)
{
    [Fact]
    public async Task Server_GoneAndBack_IsSaidInOurStyleAndThePageComesBackByItself()
    {
        using var run = visitors.CopyRun();
        var server = Visitors.Serve(run);
        try
        {
            var address = server.Client.BaseAddress!;
            await using var visit = await visitors.Browser.OpenAsync(address);
            await visit.GoAsync("explore?user=7");
            var overlay = visit.Page.Locator("#components-reconnect-modal .box");
            await Assertions.Expect(overlay).ToBeHiddenAsync();
            server.Kill();
            await Assertions.Expect(overlay).ToBeVisibleAsync();
            await Assertions.Expect(overlay).ToContainTextAsync("The server is away");
            Assert.DoesNotContain(visit.Complaints, complaint => complaint.Contains("Content Security Policy", StringComparison.OrdinalIgnoreCase));

            server = Visitors.Serve(run, $"--urls {address.GetLeftPart(UriPartial.Authority)}");
            await Assertions.Expect(overlay).ToBeHiddenAsync(new() { Timeout = 20_000 });
            await Assertions.Expect(visit.Page.Locator("h1")).ToContainTextAsync("user 7");
        }
        finally
        {
            server.Dispose();
        }
    }
}
