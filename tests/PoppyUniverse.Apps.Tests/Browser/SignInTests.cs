using System.Text.Json;
using Microsoft.Playwright;

namespace PoppyUniverse.Apps.Tests.Browser;

[Collection(BrowserTests.Name)]
public sealed class SignInTests(Visitors visitors)
{
    [Fact]
    public async Task SignIn_KeyOfEachKind_LetsInAsFarAsItReaches()
    {
        using var run = visitors.CopyRun();
        using var server = Visitors.Serve(run, "--require-keys");
        await using var visit = await visitors.Browser.OpenAsync(server.Client.BaseAddress!);
        var page = visit.Page;
        await page.GotoAsync("explore?user=7");
        Assert.EndsWith("/sign-in?return=/explore?user=7", Uri.UnescapeDataString(page.Url), StringComparison.Ordinal);
        await EnterAsync(page, "poppy_0123456789abcdef_wrong");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("This key is not good, or was revoked.");

        var (id, key) = AddKey(run, "read");
        await EnterAsync(page, key);
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("user 7");
        var cookie = Assert.Single(await page.Context.CookiesAsync(), cookie => cookie.Name == "poppy_key");
        Assert.True(cookie.HttpOnly && cookie.SameSite == SameSiteAttribute.Strict);
        await visit.GoAsync("explore?user=7");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add it" }).ClickAsync();
        await Assertions.Expect(page.Locator("[role=status]")).ToContainTextAsync("Your key has scope read; this needs write.");

        run.Succeed($"keys revoke {id}");
        await page.GetByRole(AriaRole.Link, new() { Name = "Quality" }).ClickAsync();
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("Your key was revoked");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToHaveTextAsync("Sign in");
        Assert.DoesNotContain(await page.Context.CookiesAsync(), left => left.Name == "poppy_key");

        await EnterAsync(page, AddKey(run, "write").Key);
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("What is here");
        await visit.GoAsync("explore?user=7");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add it" }).ClickAsync();
        await Assertions.Expect(page.Locator("[role=status]")).ToContainTextAsync("Stored.");
        Assert.DoesNotContain(key, server.Said, StringComparison.Ordinal);
    }

    private static async Task EnterAsync(IPage page, string key)
    {
        await page.GetByLabel("API key").FillAsync(key);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
    }

    private static (string Id, string Key) AddKey(PoppyProcess run, string scope)
    {
        var (_, output, _) = run.Run($"keys add --scope {scope} --json");
        var added = JsonDocument.Parse(output).RootElement;
        return (added.GetProperty("id").GetString()!, added.GetProperty("key").GetString()!);
    }
}
